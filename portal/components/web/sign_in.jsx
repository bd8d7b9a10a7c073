// Signing in on one page: username and password first; then, for whoever has one, their second factor. The server
// knows which it is (a cookie no script can read), so a reload or the Back button shows what is so now.
import { lazy, Suspense, useEffect, useState } from "react";
import { Answered } from "./form.jsx";

const SecondStep = lazy(() => import("./second_step.jsx")); // most people never need it

async function waysNow() {
  try {
    const answer = await (await fetch("/api/sign-in/step", { cache: "no-store", headers: { Accept: "application/json" } })).json();
    return answer.waiting ? answer : null;
  } catch {
    return undefined; // not to be known now: all stays as it is
  }
}

export function SignInSteps({ words, children }) {
  const [ways, setWays] = useState(null);
  const [said, setSaid] = useState("");

  const look = async (why = "") => {
    const found = await waysNow();
    if (found === undefined) return;
    setWays(found);
    setSaid(found ? "" : why);
  };
  const hear = (answer) => {
    if (answer.step) look(words.failed);
    return Boolean(answer.step);
  };

  useEffect(() => {
    const back = (event) => event.persisted && look();
    look();
    addEventListener("pageshow", back);
    return () => removeEventListener("pageshow", back);
  }, []);

  if (ways) {
    return (
      <Suspense fallback={<p role="status">{words.moment}</p>}>
        <SecondStep ways={ways} words={words} onOver={look} />
      </Suspense>
    );
  }
  return (
    <>
      {said && <div className="notice" data-tone="attention" role="alert">{said}</div>}
      <Answered.Provider value={hear}>{children}</Answered.Provider>
    </>
  );
}
