// The clock of a session, as the server keeps it: warns before it runs out, and leaves the page when it has.
// Times are wall-clock, so a laptop that slept is not fooled; tabs tell each other; the server decides.
import { useEffect, useRef, useState } from "react";

const everyMinute = 60_000;
const soon = 10_000;
const spoken = [120, 60, 30, 10];
const reasons = ["done", "idle", "age", "ended"]; // what the sign-in page has words for

async function call(path, method) {
  const response = await fetch(path, { method, credentials: "same-origin", cache: "no-store", headers: { Accept: "application/json" } });
  return response.json();
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function say(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export function IdleClock({ words, home = "/", side = "patient", session = "/api/session", signOut = "/api/sign-out" }) {
  const [left, setLeft] = useState(null); // seconds, while the warning is shown
  const [final, setFinal] = useState(false); // the session's whole life is over: staying is not possible
  const [aloud, setAloud] = useState("");
  const box = useRef(null);
  const act = useRef({});
  const passing = useRef(null);

  useEffect(() => {
    const my = { end: Infinity, warn: 0, active: 0, stayed: Date.now(), asked: 0, asking: false, gone: false, warned: false, known: "", over: "", doubted: false };
    const tabs = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;

    const leave = (why) => {
      if (my.gone) return;
      my.gone = true;
      tabs?.postMessage({ over: why });
      const here = location.pathname === home;
      location.replace(`${home}#signed-out=${why}`);
      if (here) location.reload();
    };

    const over = (reason, why) => {
      const unknown = reason === "none" && !why && !my.doubted;
      if (!unknown) return leave(reasons.includes(reason) ? reason : why || "ended");
      my.doubted = true; // the session's token may just have been renewed while we asked with the one before
      setTimeout(ask, 500);
    };

    const take = (answer, tell, why) => {
      // nobody yet: the page itself leads to sign in
      if (!answer.signed_in) return my.known ? over(answer.reason, why) : undefined;
      if (my.known && answer.session !== my.known) {
        my.gone = true; // someone else has signed in here meanwhile: this page is not theirs
        return location.reload();
      }
      my.known = answer.session;
      my.doubted = false;
      my.end = Date.now() + 1000 * Math.min(answer.idle_seconds, answer.life_seconds);
      my.warn = 1000 * answer.warn_seconds;
      setFinal(answer.life_seconds <= answer.idle_seconds);
      if (tell) tabs?.postMessage({ answer });
    };

    const ask = async (method = "GET", path = session, why) => {
      if (my.asking) {
        my.over ||= why; // the answer on its way may be older than what we heard
        return;
      }
      my.asking = true;
      my.asked = Date.now();
      try {
        take(await call(path, method), method === "POST", why);
      } catch {
        if (why) leave(why); // cannot ask, and another tab says it is over
        if (Date.now() >= my.end) leave("idle"); // or the time is: nothing private stays on the screen
      } finally {
        my.asking = false;
      }
      if (!my.over || my.gone) return;
      why = my.over;
      my.over = "";
      await ask("GET", session, why);
    };

    const stay = async () => {
      my.stayed = Date.now();
      await ask("POST", `${session}/stay`);
      tick();
    };

    const hide = () => {
      my.warned = false;
      setLeft(null);
    };

    const tick = async () => {
      if (my.gone) return;
      const now = Date.now();
      if (!my.warned && my.active > my.stayed && now - my.stayed >= everyMinute) return stay();
      if (!my.known && now - my.asked >= soon) await ask(); // the first question got no answer
      if (now >= my.end) await ask(); // another tab may have kept the session
      if (my.gone) return;
      if (Date.now() >= my.end) return leave("idle");
      if (!my.warned && my.end - Date.now() <= my.warn) {
        await ask();
        my.warned = !my.gone && my.end - Date.now() <= my.warn;
      }
      if (!my.warned) return;
      const remaining = my.end - Date.now();
      if (remaining > my.warn) return hide();
      setLeft(Math.max(0, Math.ceil(remaining / 1000)));
    };

    const active = () => {
      my.active = Date.now();
    };
    const heard = ({ data }) => {
      if (data.over) return ask("GET", session, reasons.includes(data.over) ? data.over : "ended");
      my.stayed = Date.now();
      take(data.answer, false);
      tick();
    };
    const seen = () => document.visibilityState === "visible" && tick();
    const back = (event) => event.persisted && ask(); // the Back button shows a page as it was left

    act.current = { stay };
    ask();
    const timer = setInterval(tick, 1000);
    const kinds = ["pointerdown", "keydown"];
    kinds.forEach((kind) => addEventListener(kind, active, { capture: true, passive: true }));
    document.addEventListener("visibilitychange", seen);
    addEventListener("pageshow", back);
    tabs?.addEventListener("message", heard);
    return () => {
      clearInterval(timer);
      kinds.forEach((kind) => removeEventListener(kind, active, { capture: true }));
      document.removeEventListener("visibilitychange", seen);
      removeEventListener("pageshow", back);
      tabs?.close();
    };
  }, [home, session]);

  const shown = left !== null;
  useEffect(() => {
    if (shown && !box.current.open) box.current.showModal();
    if (!shown && box.current.open) box.current.close();
  }, [shown]);
  useEffect(() => {
    const mark = left === null ? null : (spoken.filter((seconds) => left <= seconds).pop() ?? null);
    const passed = passing.current !== null && mark !== null && mark < passing.current; // a slow page skips seconds
    if (left !== null && (passed || mark === left)) setAloud(say(words.left, { time: clock(mark) }));
    passing.current = mark;
  }, [left]);

  return (
    <dialog
      ref={box}
      className="dialog"
      aria-labelledby="idle-title"
      aria-describedby="idle-why"
      onCancel={(event) => {
        event.preventDefault();
        act.current.stay();
      }}
    >
      <h2 id="idle-title">{words.title}</h2>
      <p id="idle-why">{final ? words.final : words.why}</p>
      <p className="countdown" role="timer">{clock(left ?? 0)}</p>
      <p className="only-read" aria-live="assertive">{aloud}</p>
      <div className="actions">
        <form method="post" action={signOut}>
          <input type="hidden" name="from" value={side} />
          <button className="button quiet-button">{words.leave}</button>
        </form>
        {!final && (
          <button type="button" className="button" autoFocus onClick={() => act.current.stay()}>
            {words.stay}
          </button>
        )}
      </div>
    </dialog>
  );
}
