// What setting up an account and getting back in need of the browser: its Back button, focus on the step's heading,
// and the way in.
import { useEffect, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";

const SETTLES = 100; // milliseconds until what the browser did has reached the page

// Each step is an entry of the browser's history, named after the "#", so that Back goes one step back.
export function StepHistory({ step, usual, names, lasting, doors, attempt, onStep }) {
  const { hash, pathname } = useLocation();
  const navigate = useNavigate();
  const shown = useRef(null);
  const asked = useRef(null);
  const there = names.includes(step);

  useEffect(() => { // a link led to a step of its own
    const wanted = hash.slice(1);
    if (there && wanted !== step && doors.includes(wanted)) onStep?.(wanted);
  }, [there]);

  useEffect(() => { // the server went to another step: so does the address, and the heading is read out
    const before = shown.current;
    shown.current = step;
    if (before === null || before === step) return;
    const wanted = hash.slice(1);
    if (there && asked.current === step && wanted !== step && names.includes(wanted)) { // it has gone on meanwhile
      asked.current = wanted;
      onStep?.(wanted);
      return;
    }
    if (there && asked.current !== step) navigate(`${pathname}#${step}`, { replace: !lasting.includes(before) });
    asked.current = null;
    const heading = document.getElementById(`step-${step}`);
    heading?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [step]);

  useEffect(() => { // the browser went to another step: ask the server for it
    const wanted = hash.slice(1);
    if (!there || wanted === step || !names.includes(wanted)) return;
    asked.current = wanted;
    onStep?.(wanted);
  }, [hash]);

  const latest = useRef({});
  latest.current = { there, onStep };
  useEffect(() => { // Back right after a step: the address is as it was when it was last looked at, so nothing changed
    let later;
    const went = () => {
      clearTimeout(later);
      later = setTimeout(() => {
        const wanted = location.hash.slice(1);
        if (!latest.current.there || wanted === shown.current || asked.current === wanted || !names.includes(wanted)) return;
        asked.current = wanted;
        latest.current.onStep?.(wanted);
      }, SETTLES);
    };
    addEventListener("popstate", went);
    return () => {
      clearTimeout(later);
      removeEventListener("popstate", went);
    };
  }, []);

  useEffect(() => { // the browser's title says the step as well
    const now = document.getElementById(`step-${step}`)?.textContent;
    if (!there || !now || !usual) return undefined;
    const before = document.title;
    const said = before.replace(usual, `${now} · ${usual}`);
    document.title = said;
    return () => {
      if (document.title === said) document.title = before;
    };
  }, [step]);

  useFocusOnWrong(attempt);
  return null;
}

// Something was refused: the first field that is wrong takes the focus, in an open dialog if there is one.
function useFocusOnWrong(attempt) {
  useEffect(() => {
    if (!attempt) return;
    const wrong = [...document.querySelectorAll('main [aria-invalid="true"], main fieldset:has(.field-error) input')];
    wrong.find((field) => field.checkVisibility())?.focus();
  }, [attempt]);
}

export function FocusOnWrong({ attempt }) {
  useFocusOnWrong(attempt);
  return null;
}

// Home's first words to whoever comes from here; the address says which, once.
export function Arrived({ words }) {
  const [said, setSaid] = useState("");
  const box = useRef(null);
  useEffect(() => {
    const how = location.hash.slice(1);
    if (!words[how]) return;
    history.replaceState(history.state, "", location.pathname);
    setSaid(words[how]);
  }, []);
  useEffect(() => box.current?.focus(), [said]);
  if (!said) return null;
  return <div ref={box} className="notice" data-tone="good" tabIndex={-1}>{said}</div>;
}

// Sends the form it stands in, by itself and once.
export function SendNow() {
  const mark = useRef(null);
  useEffect(() => {
    mark.current.closest("form").requestSubmit();
  }, []);
  return <span ref={mark} hidden />;
}
