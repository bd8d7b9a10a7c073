// A button for asking again, which says how long to wait. It stays where it is while one waits, so that focus does too.
import { useEffect, useState } from "react";

export function Resend({ wait, run, words, onAsk, children }) {
  const [left, setLeft] = useState(wait);

  useEffect(() => { // by the clock and not by counting: a phone in a pocket counts slowly
    const until = performance.now() + wait * 1000;
    const look = () => {
      const now = Math.max(0, Math.ceil((until - performance.now()) / 1000));
      setLeft(now);
      if (!now) clearInterval(timer);
    };
    const timer = setInterval(look, 500);
    look();
    return () => clearInterval(timer);
  }, [wait, run]);

  const waiting = left > 0;
  const said = waiting && (left === 1 ? words.one : words.many.replace("{n}", left));
  return (
    <div className="stack">
      <div className="actions">
        <button type="button" className="button quiet-button" aria-disabled={waiting || undefined} aria-describedby="resend-wait" onClick={() => waiting || onAsk?.()}>
          {children}
        </button>
      </div>
      <p id="resend-wait" className="quiet">{said}</p>
      <p role="status" className="only-read">{!waiting && words.now}</p>
    </div>
  );
}
