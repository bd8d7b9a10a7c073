// Puts focus where a page says, each time it says so: `when` is a number that changes then. Not at the beginning.
import { useEffect, useRef } from "react";

export function FocusOn({ place, when }) {
  const before = useRef(when);
  useEffect(() => {
    if (before.current === when) return undefined;
    before.current = when;
    const frame = requestAnimationFrame(() => document.getElementById(place)?.focus());
    return () => cancelAnimationFrame(frame);
  }, [place, when]);
  return null;
}
