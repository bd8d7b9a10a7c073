// What a screen needs of the browser: focus on its heading, menus that close, and a word when offline.
import { useEffect, useRef, useState } from "react";
import { useLocation } from "react-router";
import { useKeptFocus } from "./focus.jsx";

let pathShown = null;

// A heading that takes focus when the person comes here from another screen, so that it is read out.
// The first page of a visit is left alone: there the browser reads from the top.
export function Heading({ children, className }) {
  const heading = useRef(null);
  useKeptFocus();
  const pathname = useLocation().pathname.replace(/\/$/, ""); // a page loaded in full ends in "/"
  useEffect(() => {
    if (pathShown !== null && pathShown !== pathname) heading.current?.focus({ preventScroll: true });
    pathShown = pathname;
  }, [pathname]);
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children}
    </h1>
  );
}

// A native disclosure that closes as a menu does: on Escape, on a press outside, and when something in it is chosen.
export function Menu({ label, face, faceClass, children, className = "" }) {
  const menu = useRef(null);
  useEffect(() => {
    const close = (event) => {
      const box = menu.current;
      if (!box?.open) return;
      const chosen = event.type === "click" && event.target.closest?.(".menu-list :is(a, [data-closes])");
      if (event.type === "keydown" && event.key !== "Escape") return;
      if (event.type !== "keydown" && box.contains(event.target) && !chosen) return;
      box.open = false;
      if (event.type === "keydown" || (chosen && chosen.dataset.closes)) box.querySelector("summary").focus();
    };
    const kinds = ["keydown", "pointerdown", "click", "focusin"];
    kinds.forEach((kind) => document.addEventListener(kind, close));
    return () => kinds.forEach((kind) => document.removeEventListener(kind, close));
  }, []);
  return (
    <details ref={menu} className={`menu ${className}`}>
      <summary className={faceClass} aria-label={label}>
        {face}
      </summary>
      <div className="menu-list">{children}</div>
    </details>
  );
}

// A link to a file begins as if the page were left, and Reflex closes its connection then, for good. The page stays.
function keepConnection() {
  let pressed = false;
  const press = (event) => (pressed = Boolean(event.target.closest?.('a[href^="/api/"]')));
  const leave = (event) => {
    if (pressed) event.stopImmediatePropagation();
    pressed = false;
  };
  document.addEventListener("click", press, { capture: true });
  addEventListener("beforeunload", leave, { capture: true });
  return () => {
    document.removeEventListener("click", press, { capture: true });
    removeEventListener("beforeunload", leave, { capture: true });
  };
}

// A bar over the page when the connection is gone, after a moment: one that comes straight back is not worth a word.
export function Offline({ lost, children }) {
  const [shown, setShown] = useState(false);
  const [online, setOnline] = useState(true);
  useEffect(keepConnection, []);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    look();
    addEventListener("online", look);
    addEventListener("offline", look);
    return () => {
      removeEventListener("online", look);
      removeEventListener("offline", look);
    };
  }, []);
  const away = lost || !online;
  useEffect(() => {
    const timer = setTimeout(() => setShown(away), away ? 2500 : 0);
    return () => clearTimeout(timer);
  }, [away]);
  return <div role="status">{shown && <div className="offline">{children}</div>}</div>;
}

// A native modal dialog, open while `open` is true; Escape and the platform's own closing tell `onClose`.
export function Dialog({ open, onClose, label, children, className = "dialog" }) {
  const box = useRef(null);
  useEffect(() => {
    if (open && !box.current.open) box.current.showModal();
    if (!open && box.current.open) box.current.close();
  }, [open]);
  return (
    <dialog ref={box} className={className} aria-label={label} onClose={() => open && onClose?.()}>
      {children}
    </dialog>
  );
}

// Puts whose record this is before the page's title in the browser, and takes it out again.
export function TitleFor({ name }) {
  useEffect(() => {
    if (!name) return undefined;
    const before = document.title;
    const said = `${name} · ${before}`;
    document.title = said;
    return () => {
      if (document.title === said) document.title = before; // another page has its own title by now
    };
  }, [name]);
  return null;
}

// The day of printing: the page may have been open since yesterday, so it is looked up when it is printed.
export function PrintedOn({ words }) {
  const here = useRef(null);
  useEffect(() => {
    const say = () => {
      const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium" }).format(new Date());
      here.current.textContent = words.replace("{day}", day);
    };
    say();
    addEventListener("beforeprint", say);
    return () => removeEventListener("beforeprint", say);
  }, [words]);
  return <span ref={here} />;
}

// The browser's own print.
export function PrintButton({ children, className }) {
  return (
    <button type="button" className={className} onClick={() => window.print()}>
      {children}
    </button>
  );
}
