// Adding files one by one to something that is not sent yet: chosen, dropped, pasted or taken with the camera, each with
// its progress. Only a browser knows how much has gone out, and only XMLHttpRequest tells. Which files are there is the page's to show: `onDone` says there is one more.
import { useEffect, useRef, useState } from "react";

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

function answerOf(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}

// What pictures are called that come from the clipboard: their own name says nothing, and would be the same for all.
const pasted = (file, words) => (/^image\.\w+$/.test(file.name) ? new File([file], `${words.pasted}.${file.name.split(".").pop()}`, { type: file.type }) : file);

// Sends one file; the promise gives nothing when it was added, else what went wrong in words and whether to try again.
function send(file, { action, once, words, holder, tell }) {
  return new Promise((settle) => {
    const request = new XMLHttpRequest();
    holder.current = request;
    request.open("POST", action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
    request.setRequestHeader("X-Once", once);
    request.upload.onprogress = (event) => event.lengthComputable && tell(Math.floor((100 * event.loaded) / event.total));
    request.upload.onload = () => tell(null);
    request.onload = () => {
      const answer = answerOf(request);
      settle(answer.ok ? null : { why: answer.message || words.failed, again: !answer.message });
    };
    request.onerror = () => settle({ why: navigator.onLine ? words.failed : words.offline, again: true });
    request.onabort = () => settle({ why: words.stopped, again: true });
    request.send(file);
  });
}

export function AddFiles({ action, once, accept, largest, room, words, onDone }) {
  const [over, setOver] = useState(false);
  const [going, setGoing] = useState(null);
  const [said, setSaid] = useState("");
  const [wrong, setWrong] = useState([]);
  const input = useRef(null);
  const holder = useRef(null);
  const queue = useRef(Promise.resolve());
  const left = useRef(room);
  left.current = room;

  useEffect(() => () => holder.current?.abort(), []);
  useEffect(() => { // what was added went out with what was sent: this is for the next one
    setSaid("");
    setWrong([]);
  }, [once]);

  const refusal = async (file, more) => {
    if (more < 1) return { why: words.full, again: false };
    if (file.size > largest) return { why: words.large, again: false };
    setGoing({ name: file.name, percent: 0 });
    const tell = (percent) => setGoing({ name: file.name, percent });
    return send(file, { action, once, words, holder, tell });
  };

  // Those chosen while others are on their way wait for them; the field stays in use, so that focus stays on it.
  const add = (chosen) => {
    const files = [...chosen];
    if (input.current) input.current.value = "";
    if (files.length) queue.current = queue.current.then(() => addAll(files));
  };

  const addAll = async (files) => {
    setSaid("");
    setWrong((before) => before.filter((one) => one.again && !files.includes(one.file)));
    let more = left.current;
    for (const file of files) {
      const no = await refusal(file, more);
      if (no) setWrong((before) => [...before, { ...no, file }]);
      else {
        more -= 1;
        setSaid(fill(words.added, { name: file.name }));
        onDone?.();
      }
    }
    setGoing(null);
  };

  // Text that is pasted goes where the cursor is; files that are pasted anywhere on the page are added.
  useEffect(() => {
    const paste = (event) => {
      const files = [...(event.clipboardData?.files || [])];
      if (!files.length || event.clipboardData.types.includes("text/plain")) return;
      event.preventDefault();
      add(files.map((file) => pasted(file, words)));
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  });

  const drop = (event) => {
    event.preventDefault();
    setOver(false);
    add(event.dataTransfer.files);
  };

  return (
    <div className="adding">
      <div className="drop" data-over={over} onDragOver={(event) => (event.preventDefault(), setOver(true))} onDragLeave={() => setOver(false)} onDrop={drop}>
        <label className="field-label" htmlFor="add-files">{words.label}</label>
        <p className="field-help" id="add-files-help">{room > 0 ? words.help : words.full}</p>
        <input ref={input} id="add-files" className="input" type="file" multiple accept={accept} aria-disabled={room < 1 || undefined} aria-describedby="add-files-help" onClick={(event) => room < 1 && event.preventDefault()} onChange={(event) => add(event.target.files)} />
        <label className="button quiet-button camera" data-off={room < 1 || undefined}>
          {words.camera}
          <input className="only-read" type="file" accept="image/*" capture="environment" disabled={room < 1} onChange={(event) => (add(event.target.files), (event.target.value = ""))} />
        </label>
      </div>
      {going && (
        <div className="progress">
          <strong>{fill(going.percent === null ? words.checking : words.sending, going)}</strong>
          {going.percent === null ? <progress aria-label={words.checkingBar} /> : <progress value={going.percent} max={100} aria-label={words.sendingBar} />}
          <div className="actions">
            <button type="button" className="button quiet-button" onClick={() => holder.current?.abort()}>{words.stop}</button>
          </div>
        </div>
      )}
      <p className="quiet" role="status">{said}</p>
      <div role="alert">
        {wrong.map((one, n) => (
          <div key={n} className="notice" data-tone="danger">
            <span>{one.file.name}: {one.why} </span>
            {one.again && (
              <button type="button" className="button quiet-button" aria-label={fill(words.againLong, { name: one.file.name })} onClick={() => (add([one.file]), input.current?.focus())}>{words.again}</button>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}
