// A form that posts to our own HTTP routes without leaving the page, and the fields that show what came back.
// Before the page's scripts run, or without them, it is a plain form and posts natively.
import { createContext, useContext, useEffect, useRef, useState } from "react";
import { renewed } from "./renewed.jsx";

const quiet = { busy: false, message: "", done: "", fields: {} };
const Reply = createContext(quiet);
export const Answered = createContext(null); // whoever is around a form hears what came back, and may take it

// A path on this site and nothing else: never another origin, never a script.
export function ownPath(path) {
  if (typeof path !== "string" || !path.startsWith("/")) return "";
  try {
    const url = new URL(path, location.origin);
    return url.origin === location.origin ? url.pathname + url.search + url.hash : "";
  } catch {
    return "";
  }
}

// Where an email's link or the page before a sign-out wanted to go: "#next=/records/results/…".
export function wanted() {
  const found = /^#(?:signed-out=[a-z]+&)?next=(.+)$/.exec(location.hash);
  try {
    return found ? ownPath(decodeURIComponent(found[1])) : "";
  } catch {
    return "";
  }
}

function goingTo() {
  const path = wanted();
  return path && (path.startsWith("/enroll") ? "invited" : "wanted");
}

// Why the person is on the sign-in page: the reason stands after the "#", which no server sees. The browser's other
// tabs are told (idle.jsx) of an end; they ask the server whether it is so, for anyone may write such an address.
// It is in this file because a file of its own costs the sign-in page more than what is in it.
export function SignedOutNote({ words }) {
  const [reason, setReason] = useState("");
  useEffect(() => {
    const tabs = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
    const read = () => {
      const why = /^#signed-out=([a-z]+)/.exec(location.hash)?.[1] || "";
      setReason(why || goingTo());
      if (why) tabs?.postMessage({ over: why });
    };
    read();
    addEventListener("hashchange", read);
    return () => {
      removeEventListener("hashchange", read);
      tabs?.close();
    };
  }, []);
  if (!words[reason]) return null;
  return (
    <div className="notice" role="status" data-tone={reason === "done" ? "good" : "attention"}>
      {words[reason]}
    </div>
  );
}

export function open(path) {
  const here = location.pathname + location.search;
  location.assign(path);
  if (path.split("#")[0] === here) location.reload(); // only the fragment changed: assign alone would not load
}

// What one of our routes answers; there are always words when it is not ok.
export async function send(action, body, { offline, failed }) {
  if (wanted()) body.set("next", wanted());
  try {
    const response = await fetch(action, { method: "POST", credentials: "same-origin", headers: { Accept: "application/json" }, body });
    const answer = await response.json();
    if (answer.ok || answer.message || answer.fields) return answer;
    return { ok: false, message: failed };
  } catch {
    return { ok: false, message: navigator.onLine ? failed : offline };
  }
}

function post(form, submitter, words) {
  const data = new FormData(form, submitter);
  return send(form.action, form.querySelector('input[type="file"]') ? data : new URLSearchParams(data), words);
}

// Has whoever is signed in show again that it is them (proof.jsx); false when nothing on this page can ask.
export function askProof(again) {
  return !dispatchEvent(new CustomEvent("proof-wanted", { cancelable: true, detail: { again } }));
}

export function PostForm({ action, words, onDone, onRefused, children, className = "form", ...rest }) {
  const form = useRef(null);
  const sending = useRef(false);
  const [reply, setReply] = useState(quiet);
  const hear = useContext(Answered);

  const settle = (next) => {
    sending.current = next.busy;
    setReply(next);
  };

  useEffect(() => {
    const back = (event) => event.persisted && settle(quiet); // shown again by the Back button
    addEventListener("pageshow", back);
    return () => removeEventListener("pageshow", back);
  }, []);

  useEffect(() => {
    if (reply.busy || (!reply.message && !reply.done && !Object.keys(reply.fields).length)) return;
    form.current.querySelector('.reply, [aria-invalid="true"]')?.focus();
  }, [reply]);

  const submit = async (event) => {
    event.preventDefault();
    if (sending.current) return;
    settle({ ...quiet, busy: true });
    const submitter = event.nativeEvent.submitter;
    const answer = await post(form.current, submitter, words);
    if (answer.proof && askProof(() => form.current?.requestSubmit(submitter))) return settle(quiet);
    if (answer.renewed) renewed();
    const next = ownPath(answer.next);
    if (answer.ok && next) return open(next); // still busy: the page is about to go
    if (hear?.(answer)) return settle(quiet);
    const fields = answer.fields || {};
    const beside = Object.keys(fields).some((name) => fields[name] === answer.message && form.current.elements.namedItem(name));
    const message = beside ? "" : answer.message || ""; // a field says it already
    settle({ busy: false, message: answer.ok ? "" : message, done: answer.ok ? message : "", fields });
    if (answer.ok) onDone?.(answer.message || "");
    else onRefused?.(answer.message || "");
  };

  return (
    <form ref={form} action={action} method="post" onSubmit={submit} className={className} noValidate aria-busy={reply.busy} {...rest}>
      <Reply.Provider value={reply}>
        {reply.message && (
          <div className="notice reply" data-tone="danger" role="alert" tabIndex={-1}>
            {reply.message}
          </div>
        )}
        {reply.done && (
          <div className="notice reply" data-tone="good" role="status" tabIndex={-1}>
            {reply.done}
          </div>
        )}
        {children}
      </Reply.Provider>
    </form>
  );
}

export function SubmitButton({ children, busyLabel, busy, disabled, className = "button", ...rest }) {
  const waiting = useContext(Reply).busy || busy;
  return (
    <button type="submit" className={className} data-busy={waiting} aria-disabled={waiting || undefined} disabled={disabled} {...rest}>
      {waiting ? busyLabel : children}
    </button>
  );
}

function Wrong({ id, text }) {
  return (
    <div id={id} aria-live="polite">
      {text && <p className="field-error">{text}</p>}
    </div>
  );
}

// Two digits, two digits, four: slashes appear as the digits are typed, and go as they are taken away. Whoever types
// the slashes too has each of them once.
function asDate(given, before) {
  const typed = given.replace(/\/{2,}/g, "/");
  if (typed.length < before.length || /[^0-9/]/.test(typed)) return typed;
  const loose = /^(\d{2})(\d{1,2})?$|^(\d{1,2}\/\d{2})(\d{1,4})?$/.exec(typed);
  if (!loose) return typed;
  if (/^\d{2}$/.test(typed) || /^\d{1,2}\/\d{2}$/.test(typed)) return `${typed}/`;
  return /^\d{3,4}$/.test(typed) ? `${typed.slice(0, 2)}/${typed.slice(2)}` : typed;
}

function DateInput(props) {
  const before = useRef("");
  const slashes = (event) => {
    const input = event.target;
    if (input.selectionStart === input.value.length) input.value = asDate(input.value, before.current);
    before.current = input.value;
  };
  return <input {...props} type="text" inputMode="numeric" maxLength={10} onInput={slashes} />;
}

function SecretInput({ words: { show, hide }, label, ...props }) {
  const [shown, setShown] = useState(false);
  return (
    <span className="secret">
      <input {...props} type={shown ? "text" : "password"} autoCapitalize="none" spellCheck={false} />
      <button type="button" aria-controls={props.id} onClick={() => setShown(!shown)}>
        {shown ? hide : show}
        <span className="only-read"> {label.charAt(0).toLowerCase() + label.slice(1)}</span>
      </button>
    </span>
  );
}

function Control({ kind, children, words, label, ...props }) {
  if (kind === "date_text") return <DateInput {...props} />;
  if (kind === "password") return <SecretInput {...props} words={words} label={label} />;
  if (kind === "textarea") return <textarea {...props} />;
  if (kind === "select") return <span className="select"><select {...props}>{children[0]}</select>{children[1]}</span>;
  return <input {...props} type={kind} />;
}

// A label, help where a rule exists, the control, and beside it what is wrong.
// `error` comes from the page's state; what a PostForm around it got back for this name wins.
export function Field({ kind = "text", name, label, help, error, optional, rules, id = `field-${name}`, value, ...rest }) {
  const wrong = useContext(Reply).fields[name] || error || "";
  const box = useRef(null);
  useEffect(() => { // a value from the state is taken over, but never under the person's fingers
    const control = box.current.querySelector(".input");
    if (value !== undefined && value !== null && control !== document.activeElement) control.value = value;
  }, [value]);
  const about = [help && `${id}-help`, rules, wrong && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div ref={box}>
      <label className="field-label" htmlFor={id}>
        {label}{optional && <span className="quiet">{`\u00a0${optional}`}</span>}
      </label>
      {help && <p className="field-help" id={`${id}-help`}>{help}</p>}
      <Control kind={kind} name={name} label={label} id={id} className="input" defaultValue={value} aria-invalid={wrong ? true : undefined} aria-describedby={about || undefined} {...rest} />
      <Wrong id={`${id}-error`} text={wrong} />
    </div>
  );
}

// A box that answers the press at once; what the server says of it later is taken over.
export function Tick({ checked, onChange, ...rest }) {
  const [on, setOn] = useState(checked);
  useEffect(() => setOn(checked), [checked]);
  const press = (event) => {
    setOn(event.target.checked);
    onChange?.(event.target.checked);
  };
  return <input type="checkbox" {...rest} checked={on} onChange={press} />;
}

// A question with a few answers to choose from; `children` are the choices.
export function Choices({ name, label, help, error, id = `field-${name}`, children, ...rest }) {
  const wrong = useContext(Reply).fields[name] || error || "";
  return (
    <fieldset id={id} data-wrong={Boolean(wrong) || undefined} aria-describedby={[help && `${id}-help`, wrong && `${id}-error`].filter(Boolean).join(" ") || undefined} {...rest}>
      <legend className="field-label">{label}</legend>
      {help && <p className="field-help" id={`${id}-help`}>{help}</p>}
      <div className="choices">{children}</div>
      <Wrong id={`${id}-error`} text={wrong} />
    </fieldset>
  );
}
