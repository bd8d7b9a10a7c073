// The question itself: one's password again, over the page, which stays as it is.
import { useEffect, useRef, useState } from "react";
import { Field, PostForm, SubmitButton } from "./form.jsx";
import { PasskeyButton } from "./passkey.jsx";

async function hasOne() {
  try {
    return (await (await fetch("/api/proof/passkey", { cache: "no-store", headers: { Accept: "application/json" } })).json()).passkey === true;
  } catch {
    return false; // the password does as well
  }
}

export default function Question({ words, onDone, onLeave }) {
  const box = useRef(null);
  const [passkey, setPasskey] = useState(false);
  useEffect(() => {
    hasOne().then(setPasskey);
  }, []);
  useEffect(() => {
    const before = document.activeElement;
    box.current.showModal();
    return () => before?.focus?.(); // taken off the page, a dialog does not give the focus back by itself
  }, []);
  return (
    <dialog ref={box} className="dialog" aria-labelledby="proof-title" aria-describedby="proof-why" onClose={onLeave}>
      <h2 id="proof-title">{words.title}</h2>
      <PostForm action="/api/proof" words={words} onDone={onDone}>
        <p id="proof-why" className="quiet">{words.why}</p>
        <Field kind="password" id="proof-password" name="password" label={words.password} words={words} autoComplete="current-password" required />
        <div className="actions">
          <button type="button" className="button quiet-button" onClick={onLeave}>{words.leave}</button>
          <SubmitButton busyLabel={words.busy}>{words.go}</SubmitButton>
        </div>
      </PostForm>
      {passkey && <div className="mt-3"><PasskeyButton route="/api/proof/passkey" words={words.passkey} onDone={onDone} className="button quiet-button wide" /></div>}
    </dialog>
  );
}
