// A search field that asks as one types, a moment after the last key; arrows lead into the results and back.
import { useEffect, useRef } from "react";

const ways = { ArrowDown: 1, ArrowUp: -1 };

export function SearchBox({ label, help, name, value, wait, results, onSearch }) {
  const box = useRef(null);
  const timer = useRef(0);
  const asked = useRef(value || "");

  const ask = () => {
    clearTimeout(timer.current);
    const typed = box.current.value.trim();
    if (typed === asked.current) return;
    asked.current = typed;
    onSearch?.(typed);
  };

  const soon = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(ask, wait);
  };

  useEffect(() => () => clearTimeout(timer.current), []);

  useEffect(() => { // what was searched before comes back, but never under the person's fingers
    if (value === undefined || box.current === document.activeElement) return;
    box.current.value = asked.current = value;
  }, [value]);

  useEffect(() => {
    const step = (event) => {
      const way = ways[event.key];
      const found = [...document.querySelectorAll(`#${results} a.item`)];
      const at = found.indexOf(document.activeElement);
      const fromBox = document.activeElement === box.current;
      if (!way || !found.length || (at < 0 && !fromBox) || (fromBox && way < 0)) return;
      event.preventDefault();
      (found[at + way] || (at + way < 0 ? box.current : found[at])).focus();
    };
    document.addEventListener("keydown", step);
    return () => document.removeEventListener("keydown", step);
  }, [results]);

  const key = (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      ask();
    } else if (event.key === "Escape" && box.current.value) {
      event.preventDefault();
      box.current.value = "";
      ask();
    }
  };

  return (
    <div role="search">
      <label className="field-label" htmlFor={`field-${name}`}>{label}</label>
      {help && <p className="field-help" id={`field-${name}-help`}>{help}</p>}
      <input
        ref={box} id={`field-${name}`} name={name} type="search" className="input" defaultValue={value}
        autoComplete="off" autoCapitalize="none" spellCheck={false} enterKeyHint="search" maxLength={100}
        aria-describedby={help ? `field-${name}-help` : undefined} aria-controls={results}
        onInput={soon} onKeyDown={key}
      />
    </div>
  );
}
