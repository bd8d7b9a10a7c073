// A button that shows a passkey, and a form that makes one. Neither is there where the browser has no passkeys.
import { useEffect, useRef, useState } from "react";
import { Field, askProof, open, ownPath } from "./form.jsx";
import { Icon } from "./icons.jsx";
import { ceremony, hasPasskeys } from "./webauthn.jsx";

function Problem({ text }) {
  const box = useRef(null);
  useEffect(() => {
    if (text) box.current?.focus();
  }, [text]);
  return (
    <div role="alert">
      {text && <div className="notice" data-tone="danger" tabIndex={-1} ref={box}>{text}</div>}
    </div>
  );
}

// Whether this browser has passkeys: nobody knows before the page is there.
function useHasPasskeys() {
  const [has, setHas] = useState(null);
  useEffect(() => setHas(hasPasskeys()), []);
  return has;
}

// Goes through a ceremony once at a time; `run` returns the reply, or null while another is under way.
function useCeremony(route, words) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const running = useRef(false);
  useEffect(() => {
    const back = (event) => event.persisted && (setBusy(false), (running.current = false));
    addEventListener("pageshow", back);
    return () => removeEventListener("pageshow", back);
  }, []);
  const run = async (data) => {
    if (running.current) return null;
    running.current = true;
    setBusy(true);
    setProblem("");
    const reply = await ceremony(route, data, words);
    const next = ownPath(reply.next);
    if (reply.ok && next) return open(next); // still busy: the page is about to go
    running.current = false;
    setBusy(false);
    if (!reply.ok && !reply.proof) setProblem(reply.message);
    return reply;
  };
  return { busy, problem, run };
}

export function PasskeyButton({ route, side, words, onDone, onRefused, className = "button quiet-button" }) {
  const has = useHasPasskeys();
  const { busy, problem, run } = useCeremony(route, words);
  if (!has) return null;
  const press = async () => {
    const reply = await run(side ? { side } : {});
    if (reply?.ok) onDone?.();
    else if (reply) onRefused?.(reply.message);
  };
  return (
    <div className="stack">
      <button type="button" className={className} data-busy={busy} aria-disabled={busy || undefined} onClick={press}>
        <Icon name="key" />
        {busy ? words.busy : words.label}
      </button>
      <Problem text={problem} />
    </div>
  );
}

export function AddPasskey({ words, onAdded }) {
  const has = useHasPasskeys();
  const form = useRef(null);
  const [wrong, setWrong] = useState("");
  const { busy, problem, run } = useCeremony("/api/passkeys", words);
  if (has === null) return null;
  if (!has) return <p className="quiet">{words.none}</p>;
  const submit = async (event) => {
    event?.preventDefault();
    const name = form.current.elements.namedItem("name");
    const reply = name.value.trim() ? await run({ name: name.value }) : { fields: { name: words.nameless } };
    if (!reply) return;
    setWrong(reply.fields?.name || "");
    if (reply.fields?.name) name.focus();
    if (reply.proof) askProof(submit);
    if (!reply.ok) return;
    name.value = "";
    onAdded?.(reply.message);
  };
  return (
    <form ref={form} className="form" noValidate onSubmit={submit} aria-busy={busy}>
      <Problem text={wrong ? "" : problem} />
      <Field kind="text" name="name" id="passkey-name" label={words.name} help={words.help} error={wrong} maxLength={60} autoComplete="off" required />
      <div className="actions">
        <button type="submit" className="button" data-busy={busy} aria-disabled={busy || undefined}>
          {busy ? words.busy : words.label}
        </button>
      </div>
    </form>
  );
}
