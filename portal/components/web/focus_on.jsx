// Puts focus where a page says, each time it says so: `when` is a number that grows then. Not at the beginning, and
// not when the page begins to count anew.
import { useEffect, useRef } from "react";

export function FocusOn({ place, when }) {
  const before = useRef(when);
  useEffect(() => {
    const grew = when > before.current;
    before.current = when;
    if (!grew) return undefined;
    const frame = requestAnimationFrame(() => document.getElementById(place)?.focus());
    return () => cancelAnimationFrame(frame);
  }, [place, when]);
  return null;
}
