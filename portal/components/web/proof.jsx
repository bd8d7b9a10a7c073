// Asks whoever is signed in to show again that it is them, then lets what was held up go on: an event of the page
// (the server says `wanted`) or a form (a "proof-wanted" event of the window, see form.jsx).
import { lazy, Suspense, useEffect, useState } from "react";
import { renewed } from "./renewed.jsx";

const Question = lazy(() => import("./proof_question.jsx")); // most visits never need it

export function Proof({ wanted, words, onProved, onLeft }) {
  const [form, setForm] = useState(null);
  const [passed, setPassed] = useState(false); // shown already, while the server does not know yet

  useEffect(() => {
    const ask = (event) => {
      event.preventDefault(); // we take it
      setForm(event.detail);
    };
    addEventListener("proof-wanted", ask);
    return () => removeEventListener("proof-wanted", ask);
  }, []);

  useEffect(() => {
    if (!wanted) setPassed(false);
  }, [wanted]);

  const done = () => {
    renewed();
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
