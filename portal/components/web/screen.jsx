// What a screen needs of the browser: focus on its heading, and menus that close.
import { createContext, useContext, useEffect, useId, useRef } from "react";
import { useLocation, useParams } from "react-router";
import { useKeptFocus } from "./focus.jsx";
import { useReturning } from "./returning.jsx";
import { watchForms } from "./wrong.jsx";

let pathShown = null;
const Old = createContext(false); // whether what was said belongs to another page or visit

const usePath = () => useLocation().pathname.replace(/\/$/, ""); // a page loaded in full ends in "/"

// What happened was said on another page, or in the visit before, and not for this page: it is not said again here.
function useOld({ ready, times, there }, path) {
  const begun = useRef(null);
  if (begun.current?.path !== path) begun.current = { path, times, isFirst: pathShown === null, loaded: false };
  const now = begun.current;
  now.loaded ||= ready;
  now.isForHere ||= there === path;
  return now.isFirst ? !now.loaded : times === now.times && !now.isForHere;
}

// The page's main part. `at` is the path of the page that was filled last: what a page about one thing holds is the last
// one's until then, and must not stand under the new address. `wait` stands there instead.
export function Main({ at, wait, said, className, children }) {
  const path = usePath();
  const isAboutOne = Object.entries(useParams()).some(([name, value]) => name !== "*" && value);
  const waits = isAboutOne && at !== "" && at !== path;
  return (
    <Old.Provider value={useOld(said, path)}>
      <main id="main" tabIndex={-1} className={className} aria-busy={waits || undefined} data-filled={said.ready && !waits}>
        {waits ? wait : children}
      </main>
    </Old.Provider>
  );
}

// What happened, until it is closed.
export function Said({ children }) {
  return useContext(Old) ? null : children;
}

// A heading that takes focus when the person comes here from another screen, so that it is read out.
// The first page of a visit is left alone: there the browser reads from the top.
export function Heading({ children, className }) {
  const heading = useRef(null);
  useKeptFocus();
  useEffect(watchForms, []);
  const pathname = usePath();
  useEffect(() => {
    if (pathShown !== null && pathShown !== pathname) heading.current?.focus({ preventScroll: true });
    pathShown = pathname;
  }, [pathname]);
  useReturning(heading);
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

// A native modal dialog, open while `open` is true; Escape and the platform's own closing tell `onClose`. Escape does not
// close it here: were it gone before the server knows, asking again at once would change nothing, and nothing would open.
export function Dialog({ open, onClose, label, children, className = "dialog" }) {
  const box = useRef(null);
  const id = useId();
  useEffect(() => { // what it explains is read out with its name, wherever the focus goes first
    if (!open) return;
    const told = [...box.current.querySelectorAll("p")].filter((one) => !one.closest(".field, fieldset, .actions"));
    told.forEach((one, n) => {
      one.id ||= `${id}-${n}`;
    });
    if (told.length) box.current.setAttribute("aria-describedby", told.map((one) => one.id).join(" "));
    else box.current.removeAttribute("aria-describedby");
  });
  useEffect(() => {
    if (open && !box.current.open) box.current.showModal();
    if (!open && box.current.open) box.current.close();
  }, [open]);
  const escape = (event) => {
    if (event.target !== box.current) return; // a choice of files that was left is no wish to leave
    event.preventDefault();
    onClose?.();
  };
  return (
    <dialog ref={box} className={className} aria-label={label} onCancel={escape} onClose={() => open && onClose?.()}>
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

// Another title than the page's usual one, for as long as the page is about something else.
export function TitleNow({ now, usual }) {
  useEffect(() => {
    if (!now) return undefined;
    document.title = document.title.replace(usual, now);
    return () => {
      document.title = document.title.replace(now, usual);
    };
  }, [now]);
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
