// What setting up an account and getting back in need of the browser: its Back button, focus on the step's heading,
// and the way in.
import { useEffect, useRef } from "react";
import { useLocation, useNavigate } from "react-router";

// Each step is an entry of the browser's history, named after the "#", so that Back goes one step back.
export function StepHistory({ step, names, lasting, doors, attempt, onStep }) {
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

// Sends the form it stands in, by itself and once.
export function SendNow() {
  const mark = useRef(null);
  useEffect(() => {
    mark.current.closest("form").requestSubmit();
  }, []);
  return <span ref={mark} hidden />;
}
