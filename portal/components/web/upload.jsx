// Sending a file with progress and telling what came of it. Only a browser knows how much has gone out, and
// only XMLHttpRequest tells; fetch does not. The answer is lines of JSON, of which the last one counts.
import { useEffect, useRef, useState } from "react";

const idle = { phase: "idle", percent: 0, message: "", report: null };

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

function lastLine(text) {
  const lines = text.split("\n").filter((line) => line.trim());
  try {
    return JSON.parse(lines[lines.length - 1]);
  } catch {
    return {};
  }
}

function send(file, action, words, tell) {
  const request = new XMLHttpRequest();
  const refused = (message) => tell({ ...idle, phase: "refused", message });
  request.open("POST", action);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
  request.upload.onprogress = (event) => {
    if (event.lengthComputable) tell({ ...idle, phase: "sending", percent: Math.floor((100 * event.loaded) / event.total) });
  };
  request.upload.onload = () => tell({ ...idle, phase: "reading" });
  request.onload = () => {
    const answer = lastLine(request.responseText);
    if (answer.ok && answer.report) tell({ ...idle, phase: "done", report: answer.report });
    else refused(answer.message || words.failed);
  };
  request.onerror = () => refused(navigator.onLine ? words.broken : words.offline);
  request.onabort = () => tell({ ...idle, phase: "idle" });
  request.send(file);
  tell({ ...idle, phase: "sending" });
  return request;
}

function Refusals({ report, words }) {
  const rest = report.rejected_count - report.rejected.length;
  return (
    <>
      <div className="table-wrap" role="region" tabIndex={0} aria-label={words.refusedTitle}>
        <table className="table cards">
          <caption>{words.refusedTitle}</caption>
          <thead>
            <tr>
              <th scope="col">{words.file}</th>
              <th scope="col">{words.entry}</th>
              <th scope="col">{words.reason}</th>
            </tr>
          </thead>
          <tbody>
            {report.rejected.map((one, n) => (
              <tr key={n}>
                <td>{one.file}</td>
                <td>{one.entry === null ? words.whole : fill(words.place, { n: one.entry })}</td>
                <td>{one.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rest > 0 && <p className="quiet">{fill(words.more, { n: rest })}</p>}
    </>
  );
}

function Report({ report, words }) {
  const heading = useRef(null);
  useEffect(() => heading.current?.focus(), []);
  const taken = report.created + report.updated + report.unchanged;
  const title = taken ? words.done : words.nothing;
  const tone = report.rejected_count ? "attention" : "good";
  const rows = ["patients", "created", "updated", "unchanged", "refused"];
  const counts = { ...report, refused: report.rejected_count };
  return (
    <div className="stack">
      <div className="notice" data-tone={tone} role="status" tabIndex={-1} ref={heading}>
        <div className="grow">
          <strong className="block">{title}</strong>
          {report.rejected_count > 0 && fill(words.someRefused, { n: report.rejected_count })}
        </div>
      </div>
      <dl className="facts">
        {rows.map((name) => (
          <div key={name}>
            <dt>{words[name]}</dt>
            <dd>{counts[name]}</dd>
          </div>
        ))}
      </dl>
      {report.rejected_count > 0 && <Refusals report={report} words={words} />}
    </div>
  );
}

export function FileImport({ action, accept, words, onDone }) {
  const [file, setFile] = useState(null);
  const [over, setOver] = useState(false);
  const [state, setState] = useState(idle);
  const input = useRef(null);
  const request = useRef(null);
  const busy = state.phase === "sending" || state.phase === "reading";

  useEffect(() => () => request.current?.abort(), []);

  const choose = (chosen) => {
    if (!chosen) return;
    setFile(chosen);
    setState(idle);
  };
  const tell = (next) => {
    setState(next);
    if (next.phase !== "done") return;
    onDone?.();
    setFile(null);
    if (input.current) input.current.value = "";
  };
  const begin = () => {
    if (!file) return setState({ ...idle, phase: "refused", message: words.none });
    request.current = send(file, action, words, tell);
  };
  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    if (!busy) choose(event.dataTransfer.files[0]);
  };

  return (
    <div className="stack">
      <div className="drop" data-over={over} onDragOver={(event) => (event.preventDefault(), setOver(true))} onDragLeave={() => setOver(false)} onDrop={drop}>
        <label className="field-label" htmlFor="import-file">{words.label}</label>
        <p className="field-help" id="import-help">{words.help}</p>
        <input ref={input} id="import-file" className="input" type="file" accept={accept} disabled={busy} aria-describedby="import-help" onChange={(event) => choose(event.target.files[0])} />
        {file && !busy && <p className="quiet" role="status">{fill(words.chosen, { name: file.name })}</p>}
        <div className="actions">
          <button type="button" className="button" data-busy={busy} aria-disabled={busy || undefined} onClick={() => !busy && begin()}>
            {busy ? words.busy : words.start}
          </button>
          {state.phase === "sending" && (
            <button type="button" className="button quiet-button" onClick={() => request.current?.abort()}>{words.cancel}</button>
          )}
        </div>
      </div>
      {busy && (
        <div className="progress" role="status">
          <strong>{state.phase === "sending" ? words.sending : words.reading}</strong>
          {state.phase === "sending" ? <progress value={state.percent} max={100} aria-label={words.sending} /> : <progress aria-label={words.reading} />}
          <small>{state.phase === "sending" ? fill(words.percent, { n: state.percent }) : words.stay}</small>
        </div>
      )}
      {state.phase === "refused" && (
        <div className="notice" data-tone="danger" role="alert">{state.message}</div>
      )}
      {state.report && <Report report={state.report} words={words} />}
    </div>
  );
}
