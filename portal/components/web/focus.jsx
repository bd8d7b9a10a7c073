// Where the focus goes when what had it is taken away or put out of use. Browsers leave it nowhere then: who works by
// key has to start at the top, and a screen reader falls silent. It goes to what stands in its place, else to the
// nearest heading. A page that knows better sets it itself.
import { useEffect } from "react";

const REACHABLE = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]';
const PARTS = "section, form, dialog, [role='group'], main";

let last = null; // what has the focus, or had it before it went
let opener = null; // what had it when a dialog opened

const isThere = (one) => one.isConnected && one.checkVisibility({ visibilityProperty: true });
const canTake = (one) => isThere(one) && !one.matches(":disabled");

// The way up from an element: each parent, and at which place among its children the element was.
function remember(element) {
  const steps = [];
  for (let one = element; one.parentElement; one = one.parentElement) {
    steps.push({ parent: one.parentElement, at: [...one.parentElement.children].indexOf(one) });
  }
  return { element, steps, dialog: element.closest("dialog"), look: element.className };
}

function takeFrom(part, look) {
  const found = [part, ...part.querySelectorAll(REACHABLE)].filter((one) => one.matches(REACHABLE) && canTake(one));
  return found.find((one) => one.className === look) || found[0];
}

const headingOf = (part) => [...part.querySelectorAll("h1, h2, h3")].find(isThere);

function inItsPlace({ steps, look }) {
  for (const { parent, at } of steps) {
    if (!isThere(parent)) continue;
    if (parent.matches("main, body")) break;
    for (const child of [parent.children[at], parent.children[at - 1]]) {
      if (!child || !isThere(child)) continue;
      const whole = child.matches("section, article") && headingOf(child);
      const isLike = !parent.matches(PARTS) || child.matches(`li, tr, .actions, ${REACHABLE}`);
      const found = whole || (isLike && takeFrom(child, look));
      if (found) return found;
    }
    if (parent.matches(PARTS) && headingOf(parent)) return headingOf(parent);
  }
  return document.querySelector("dialog[open] h2, h1");
}

function look() {
  const now = document.activeElement;
  if (!last || canTake(last.element) || (now && now !== document.body && canTake(now))) return;
  const lost = last.dialog && !last.dialog.open && opener ? opener : last;
  goTo(canTake(lost.element) ? lost.element : inItsPlace(lost));
}

function goTo(place) {
  if (!place) return;
  if (!place.matches(REACHABLE)) place.tabIndex = -1;
  place.focus();
}

// A page of a list that was turned begins at the list's heading, not where its last rows were.
function turned({ target }) {
  const list = target.closest?.(".pager button") && target.closest("section");
  if (list) goTo(headingOf(list));
}

export function useKeptFocus() {
  useEffect(() => {
    let waiting = 0;
    const seen = ({ target }) => {
      if (target.closest("dialog") && !last?.dialog) opener = last;
      last = remember(target);
    };
    const changed = () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(look); // what a page does itself comes first
    };
    const observer = new MutationObserver(changed);
    const of = { subtree: true, childList: true, attributes: true, attributeFilter: ["disabled", "hidden", "open"] };
    observer.observe(document.body, of);
    document.addEventListener("focusin", seen);
    document.addEventListener("click", turned);
    return () => {
      cancelAnimationFrame(waiting);
      observer.disconnect();
      document.removeEventListener("focusin", seen);
      document.removeEventListener("click", turned);
    };
  }, []);
}
