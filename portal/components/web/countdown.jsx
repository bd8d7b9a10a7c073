// How long something lasts yet, in minutes, by the wall clock so that a laptop that slept is not fooled; tells when
// it is over. The server decides all the same: this only shows it and has the page asked anew.
import { useEffect, useRef, useState } from "react";

const spoken = [5, 1];

function say(words, minutes) {
  if (minutes <= 0) return words.over;
  return minutes === 1 ? words.one : words.many.replace("{n}", minutes);
}

export function Countdown({ seconds, words, onOver }) {
  const [minutes, setMinutes] = useState(Math.ceil(seconds / 60));
  const [aloud, setAloud] = useState("");
  const over = useRef(onOver);
  over.current = onOver;

  useEffect(() => {
    const end = Date.now() + seconds * 1000;
    let told = false;
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / 60_000);
      setMinutes(left);
      if (spoken.includes(left)) setAloud(say(words, left));
      if (left > 0 || told) return;
      told = true;
      over.current?.();
    };
    tick();
    const timer = setInterval(tick, 1000);
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [seconds]);

  return (
    <>
      <span role="timer">{say(words, minutes)}</span>
      <span className="only-read" role="status">{aloud}</span>
    </>
  );
}
