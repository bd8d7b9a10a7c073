// Back on a page, the person is where they left it: the focus on what they opened, as high in the window as it was.
import { useEffect } from "react";
import { useLocation, useNavigationType } from "react-router";

const opened = new Map(); // by an entry of the browser's history: the link that was pressed there
const trail = []; // the path of each entry of this visit
const signs = ["pointerdown", "keydown", "wheel", "touchmove"]; // the person is going on by themselves

let here = ""; // the entry that is shown

const plain = (path) => path.replace(/\/$/, "");
const alike = (href) => [...document.querySelectorAll("main a[href]")].filter((one) => one.getAttribute("href") === href);

function remember(link) {
  const href = link.getAttribute("href");
  opened.set(here, { href, at: alike(href).indexOf(link), top: link.getBoundingClientRect().top });
}

// A way back to the page before this one is the browser's own Back: it knows the filters and the place.
function press(event) {
  const link = event.target.closest?.("main a[href]");
  const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || event.defaultPrevented) return;
  remember(link);
  const before = trail[history.state?.idx - 1];
  if (!link.matches(".back, .crumbs a") || plain(link.pathname) !== before || link.search) return;
  event.preventDefault();
  history.back();
}

// Calls `put` with the link that was pressed here, as soon as it stands here again.
function whenThere({ href, at }, put) {
  const find = () => alike(href)[Math.max(at, 0)];
  if (find()) return put(find());
  const observer = new MutationObserver(() => {
    if (!find()) return;
    stop();
    put(find());
  });
  const stop = () => {
    observer.disconnect();
    signs.forEach((sign) => removeEventListener(sign, stop, { capture: true }));
  };
  observer.observe(document.body, { subtree: true, childList: true });
  signs.forEach((sign) => addEventListener(sign, stop, { capture: true, passive: true }));
  return stop;
}

export function useReturning(heading) {
  const { key, pathname } = useLocation();
  const isBack = useNavigationType() === "POP";
  useEffect(() => {
    document.addEventListener("click", press, { capture: true });
    return () => document.removeEventListener("click", press, { capture: true });
  }, []);
  useEffect(() => {
    here = key;
    trail[history.state?.idx] = plain(pathname);
    const link = isBack && opened.get(key);
    if (!link) return undefined;
    return whenThere(link, (found) => {
      if (![heading.current, document.body].includes(document.activeElement)) return;
      scrollBy({ top: found.getBoundingClientRect().top - link.top, behavior: "instant" });
      found.focus({ preventScroll: true });
    });
  }, [key]);
}
