// The second step: a code from an app, a passkey, or a recovery code, whichever the person has.
import { useEffect, useRef, useState } from "react";
import { Field, PostForm, SubmitButton, send } from "./form.jsx";
import { PasskeyButton } from "./passkey.jsx";

function Code({ kind, words, onRefused }) {
  const more = kind === "app" ? { inputMode: "numeric", maxLength: 7, autoComplete: "one-time-code" } : { maxLength: 40, autoComplete: "off", autoCapitalize: "characters", spellCheck: false };
  return (
    <PostForm key={kind} action="/api/sign-in/step" words={words} onRefused={onRefused}>
      <Field kind="text" name="code" label={words[`${kind}Label`]} help={words[`${kind}Help`]} required {...more} />
      <SubmitButton className="button wide" busyLabel={words.busy}>{words.go}</SubmitButton>
    </PostForm>
  );
}

export default function SecondStep({ ways, words, onOver }) {
  const [listed, setListed] = useState(!ways.app && !ways.passkey); // the list of recovery codes is at hand
  const heading = useRef(null);
  const box = useRef(null);
  useEffect(() => heading.current.focus(), []);

  const choose = (next) => {
    setListed(next);
    requestAnimationFrame(() => (box.current?.querySelector("input") || heading.current)?.focus());
  };
  const restart = async () => {
    await send("/api/sign-in/step/leave", new URLSearchParams(), words);
    onOver();
  };
  return (
    <section className="stack" aria-labelledby="second-step" ref={box}>
      <h2 id="second-step" ref={heading} tabIndex={-1} className="outline-none">{words.title}</h2>
      <p>{words[listed ? "whyListed" : ways.app ? "whyApp" : "whyPasskey"]}</p>
      {listed && <Code kind="list" words={words} onRefused={onOver} />}
      {!listed && ways.app && <Code kind="app" words={words} onRefused={onOver} />}
      {!listed && ways.passkey && (
        <PasskeyButton route="/api/sign-in/step/passkey" words={words.passkey} onRefused={onOver} className={ways.app ? "button quiet-button wide" : "button wide"} />
      )}
      <div className="flex flex-wrap gap-x-6">
        {!listed && ways.codes && <button type="button" className="link" onClick={() => choose(true)}>{words.toList}</button>}
        {listed && (ways.app || ways.passkey) && <button type="button" className="link" onClick={() => choose(false)}>{words.toFirst}</button>}
        <button type="button" className="link" onClick={restart}>{words.restart}</button>
      </div>
    </section>
  );
}
