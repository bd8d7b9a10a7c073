// What someone shared by link (SMART Health Links, HL7 STU1), opened in this browser and nowhere else. The link's
// key stands after the "#": a line in the page's head has put it aside before anything could send it anywhere.
import { useEffect, useRef, useState } from "react";
import { fill, readLink, openLink, tell } from "./shlink.jsx";

// The link as it came with the address, kept with this entry of the tab's history so that a reload finds it.
function held() {
  if (location.hash) history.replaceState({ key: "shared", ...history.state, shared: location.hash }, "", location.pathname);
  return history.state?.shared || "";
}

function save(parts, name, type) {
  const address = URL.createObjectURL(new Blob([parts], { type }));
  const way = Object.assign(document.createElement("a"), { href: address, download: name });
  way.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

function Field({ name, label, help, wrong, ...rest }) {
  const about = [help && `${name}-help`, wrong && `${name}-error`].filter(Boolean).join(" ");
  return (
    <div>
      <label className="field-label" htmlFor={name}>{label}</label>
      {help && <p className="field-help" id={`${name}-help`}>{help}</p>}
      <input className="input" id={name} name={name} aria-invalid={wrong ? true : undefined} aria-describedby={about || undefined} {...rest} />
      <div aria-live="polite">{wrong && <p className="field-error" id={`${name}-error`}>{wrong}</p>}</div>
    </div>
  );
}

function Ask({ link, words, onShown, onDead }) {
  const [state, setState] = useState({ busy: false, message: "", wrong: {} });
  const form = useRef(null);
  useEffect(() => form.current.querySelector('[role="alert"], [aria-invalid="true"]')?.focus(), [state]);
  const send = async (event) => {
    event.preventDefault();
    if (state.busy) return;
    const data = new FormData(form.current);
    const [name, passcode] = ["recipient", "passcode"].map((key) => data.get(key).trim());
    const wrong = { ...(name ? {} : { recipient: words.needName }), ...(passcode ? {} : { passcode: words.needPasscode }) };
    if (!name || !passcode) return setState({ busy: false, message: "", wrong });
    setState({ busy: true, message: "", wrong: {} });
    const answer = await openLink(link, name, passcode);
    if (answer.shown) return onShown(answer.shown);
    if (answer.dead) return onDead(answer.dead);
    const said = fill(words[answer.problem], answer);
    setState({ busy: false, message: answer.problem.startsWith("wrong") ? "" : said, wrong: answer.problem.startsWith("wrong") ? { passcode: said } : {} });
  };
  return (
    <form ref={form} onSubmit={send} className="form" noValidate>
      {state.message && <div className="notice" data-tone="danger" role="alert" tabIndex={-1}>{state.message}</div>}
      <Field name="recipient" label={words.name} help={words.nameHelp} wrong={state.wrong.recipient} autoComplete="name" maxLength={200} />
      <Field name="passcode" label={words.passcode} help={words.passcodeHelp} wrong={state.wrong.passcode} autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={128} />
      <div className="actions">
        <button className="button" data-busy={state.busy} aria-disabled={state.busy || undefined}>{state.busy ? words.opening : words.open}</button>
      </div>
    </form>
  );
}

function Paste({ words, onLink }) {
  const [wrong, setWrong] = useState("");
  const submit = (event) => {
    event.preventDefault();
    const found = readLink(new FormData(event.target).get("link"));
    if (found.problem === "none" || found.problem === "damaged") return setWrong(words.damaged);
    onLink(found);
  };
  return (
    <form onSubmit={submit} className="form" noValidate>
      <Field name="link" label={words.paste} help={words.pasteHelp} wrong={wrong} autoComplete="off" spellCheck={false} />
      <div className="actions"><button className="button">{words.go}</button></div>
    </form>
  );
}

function Lines({ lines, inside }) {
  return (
    <ul className={inside ? "list-disc ps-6 text-(length:--text-s)" : "items"}>
      {lines.map((line, n) => (
        <li key={n} className={inside ? "mt-1" : "px-(--pad) py-3"}>
          <span className={inside ? "font-[550]" : "item-title"}>{line.title}</span>{" "}
          <span className="item-line inline">{line.rest}</span>
          {line.parts.length > 0 && <Lines lines={line.parts} inside />}
        </li>
      ))}
    </ul>
  );
}

function Shown({ shown, words, onClose, heading }) {
  return (
    <>
      <section className="card accent-card stack">
        <div>
          <p className="quiet">{words.about}</p>
          <h2 ref={heading} tabIndex={-1} className="text-(length:--title)! outline-none">{shown.name || words.noName}</h2>
          {shown.born && <p>{fill(words.born, { day: shown.born })}</p>}
        </div>
        <p>{fill(words.from, shown)}</p>
        <p>{shown.note}</p>
        <div className="actions">
          {shown.papers.map((paper, n) => (
            <button key={n} type="button" className="button" onClick={() => save(paper, "health-record.pdf", "application/pdf")}>{words.pdf}</button>
          ))}
          <button type="button" className="button quiet-button" onClick={() => save(shown.text, "health-record.json", "application/fhir+json")}>{words.json}</button>
          <button type="button" className="button quiet-button" onClick={() => window.print()}>{words.print}</button>
          <button type="button" className="button quiet-button" onClick={onClose}>{words.close}</button>
        </div>
      </section>
      {shown.sections.map((section) => (
        <section key={section.title} className="card section">
          <div className="section-head"><h2>{section.title}</h2></div>
          {section.lines.length > 0 ? <Lines lines={section.lines} /> : <p className="section-body quiet">{section.said}</p>}
        </section>
      ))}
      <p className="quiet print:hidden">{words.leaving}</p>
    </>
  );
}

export function SharedViewer({ words }) {
  const [step, setStep] = useState({ name: "reading" });
  const heading = useRef(null);
  const taken = (found) => {
    if (found.link) return setStep({ name: "ask", link: found.link });
    setStep(found.problem === "none" ? { name: "none" } : { name: "dead", why: found.problem, at: found.at });
  };
  const forget = () => {
    history.replaceState({ ...history.state, shared: "" }, "");
    setStep({ name: "dead", why: "closed" });
  };
  useEffect(() => {
    const read = () => taken(readLink(held()));
    const changed = () => location.hash && read();
    const kept = (event) => event.persisted && setStep({ name: "dead", why: "closed" }); // Back must not show it again
    read();
    addEventListener("hashchange", changed);
    addEventListener("pagehide", kept);
    return () => {
      removeEventListener("hashchange", changed);
      removeEventListener("pagehide", kept);
    };
  }, []);
  const first = useRef(true);
  useEffect(() => {
    if (step.name === "reading") return;
    if (!first.current) heading.current?.focus();
    first.current = false;
  }, [step]);

  if (step.name === "reading") return <p role="status">{words.moment}</p>;
  if (step.name === "shown") return <Shown shown={step.shown} words={words} onClose={forget} heading={heading} />;
  const title = <h2 ref={heading} tabIndex={-1} className="outline-none">{words[`${step.name === "dead" ? step.why : step.name}Title`]}</h2>;
  if (step.name === "dead") {
    return (
      <section className="card stack" role="alert">
        {title}
        <p>{fill(words[step.why], { at: step.at })}</p>
      </section>
    );
  }
  return (
    <section className="card stack">
      {title}
      {step.link?.label && <p><strong>{step.link.label}</strong></p>}
      <p>{words[step.name]}</p>
      {step.name === "none" ? <Paste words={words} onLink={taken} /> : <Ask link={step.link} words={words} onShown={(shown) => setStep({ name: "shown", shown: tell(shown) })} onDead={(why) => setStep({ name: "dead", why })} />}
    </section>
  );
}
