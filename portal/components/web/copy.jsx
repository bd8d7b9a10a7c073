// A button that copies a text, and says that it did.
import { useEffect, useRef, useState } from "react";

export function CopyButton({ text, words, children, className = "button quiet-button" }) {
  const [said, setSaid] = useState("");
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(words.done);
    } catch {
      setSaid(words.failed); // no permission, or a page that is not secure
    }
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSaid(""), 4000);
  };
  return (
    <>
      <button type="button" className={className} onClick={copy}>
        {children}
      </button>
      <span role="status" className="quiet">{said}</span>
    </>
  );
}
