// Reads the secret an invitation or share link carries after its "#", once, and wipes it from the address bar.
import { useEffect, useRef } from "react";

export function FragmentToken({ onToken }) {
  const read = useRef(false);
  useEffect(() => {
    if (read.current) return;
    read.current = true;
    const found = /^#([A-Za-z0-9_-]{43})$/.exec(location.hash);
    if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
    onToken?.(found ? found[1] : "");
  }, []);
  return null;
}
