// Tells the page that someone types in a field, and that they have stopped: at most once in four seconds, and nothing
// of what they type.
import { useEffect, useRef } from "react";

const EVERY = 4000;
const STOPPED = 5000;

export function WritingMark({ field, onWriting }) {
  const tell = useRef(onWriting);
  tell.current = onWriting;

  useEffect(() => {
    let said = 0;
    let timer = null;
    const stop = () => {
      clearTimeout(timer);
      if (said) tell.current?.(false);
      said = 0;
    };
    const typed = (event) => {
      if (event.target.id !== field) return;
      if (!event.target.value.trim()) return stop();
      clearTimeout(timer);
      timer = setTimeout(stop, STOPPED);
      if (Date.now() - said < EVERY) return;
      said = Date.now();
      tell.current?.(true);
    };
    document.addEventListener("input", typed);
    return () => {
      document.removeEventListener("input", typed);
      clearTimeout(timer);
    };
  }, [field]);
  return null;
}
