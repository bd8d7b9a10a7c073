// The session has a new token: the page's connection, which carries the one before, is made anew, here and in the
// other tabs. Reflex closes it when a page is hidden and opens it when it is seen again; tabs in the background
// come back by themselves.
const here = typeof window !== "undefined" && "BroadcastChannel" in window; // pages are also drawn without a browser
const tabs = here ? new BroadcastChannel("session-renewed") : null;

// Makes this page's connection anew; the page loads what it shows again, and keeps what was typed.
export function connectAnew() {
  dispatchEvent(new Event("pagehide"));
  document.dispatchEvent(new Event("visibilitychange"));
}

if (tabs) tabs.onmessage = connectAnew;

export function renewed() {
  tabs?.postMessage(true);
  connectAnew();
}
