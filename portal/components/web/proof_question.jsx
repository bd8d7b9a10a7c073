// The question itself: one's password again, over the page, which stays as it is.
import { useEffect, useRef } from "react";
import { Field, PostForm, SubmitButton } from "./form.jsx";

export default function Question({ words, onDone, onLeave }) {
  const box = useRef(null);
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
    </dialog>
  );
}
