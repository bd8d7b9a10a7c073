// Asks whoever is signed in to show again that it is them, then lets what was held up go on: an event of the page
// (the server says `wanted`) or a form (a "proof-wanted" event of the window, see form.jsx).
import { lazy, Suspense, useEffect, useRef, useState } from "react";

const Question = lazy(() => import("./proof_question.jsx")); // most visits never need it

// The session has a new token now: the page's connection, which carries the old one, is made anew. Reflex closes it
// when a page is hidden and opens it when it is seen again; a tab in the background does that by itself later.
function connectAnew() {
  dispatchEvent(new Event("pagehide"));
  document.dispatchEvent(new Event("visibilitychange"));
}

export function Proof({ wanted, words, onProved, onLeft }) {
  const [form, setForm] = useState(null);
  const [passed, setPassed] = useState(false); // shown already, while the server does not know yet
  const tabs = useRef(null);

  useEffect(() => {
    const ask = (event) => {
      event.preventDefault(); // we take it
      setForm(event.detail);
    };
    tabs.current = "BroadcastChannel" in window ? new BroadcastChannel("session-renewed") : null;
    if (tabs.current) tabs.current.onmessage = connectAnew;
    addEventListener("proof-wanted", ask);
    return () => {
      removeEventListener("proof-wanted", ask);
      tabs.current?.close();
    };
  }, []);

  useEffect(() => {
    if (!wanted) setPassed(false);
  }, [wanted]);

  const done = () => {
    tabs.current?.postMessage(true);
    connectAnew();
    setForm(null);
    form?.again();
    if (!wanted) return;
    setPassed(true);
    onProved?.();
  };

  const leave = () => {
    setForm(null);
    if (wanted) onLeft?.();
  };

  const open = form !== null || (wanted && !passed);
  return <Suspense fallback={null}>{open && <Question words={words} onDone={done} onLeave={leave} />}</Suspense>;
}
