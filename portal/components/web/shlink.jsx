// A SMART Health Link (HL7 STU1) read, asked for and decrypted (RFC 7516: dir, A256GCM) with what the browser has.
const ours = /^\/api\/shl\/(files\/)?[A-Za-z0-9_-]{43}$/;

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (data) => new TextDecoder().decode(data);

// An address of this portal for links; whatever else a link may name, nothing is sent there.
function own(address) {
  const url = new URL(address);
  if (url.origin !== location.origin || !ours.test(url.pathname)) throw new Error("not ours");
  return url.origin + url.pathname;
}

// {link} when it can be asked for, else {problem}: none, damaged, elsewhere (with `at`), newer, gone.
export function readLink(given) {
  const said = String(given || "").trim();
  if (!said) return { problem: "none" };
  try {
    const payload = JSON.parse(text(bytes(/(?:^|#)shlink:\/([A-Za-z0-9_-]+)=*$/.exec(decodeURIComponent(said))[1])));
    if (payload.v > 1) return { problem: "newer" };
    const url = new URL(payload.url);
    if (bytes(payload.key).length !== 32) return { problem: "damaged" };
    if (url.origin !== location.origin) return { problem: "elsewhere", at: url.origin };
    if (payload.exp * 1000 < Date.now()) return { problem: "gone" };
    return { link: { url: own(payload.url), key: payload.key, label: String(payload.label || "").slice(0, 80) } };
  } catch {
    return { problem: "damaged" };
  }
}

async function decrypt(jwe, key) {
  const [header, , nonce, ciphertext, tag] = jwe.trim().split(".");
  const said = JSON.parse(text(bytes(header)));
  if (said.alg !== "dir" || said.enc !== "A256GCM") throw new Error("another cipher");
  const sealed = await new Blob([bytes(ciphertext), bytes(tag)]).arrayBuffer();
  const opener = await crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["decrypt"]);
  const how = { name: "AES-GCM", iv: bytes(nonce), additionalData: new TextEncoder().encode(header) };
  const plain = await crypto.subtle.decrypt(how, opener, sealed);
  if (said.zip !== "DEF") return text(plain);
  return new Response(new Blob([plain]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
}

async function fileOf(file, key) {
  if (file.embedded) return decrypt(file.embedded, key);
  const answer = await fetch(own(file.location), { credentials: "omit" });
  if (!answer.ok) throw new TypeError("the file did not come");
  return decrypt(await answer.text(), key);
}

// {shown: texts} when it opened, {dead: why} when it never will, else {problem} and what goes with it.
export async function openLink(link, recipient, passcode) {
  try {
    const body = JSON.stringify({ recipient, passcode, embeddedLengthMax: 2000000 });
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(link.url, { method: "POST", credentials: "omit", headers, body });
    if (answer.status === 401) {
      const n = (await answer.json()).remainingAttempts;
      return n > 0 ? { problem: n === 1 ? "wrongOne" : "wrong", n } : { dead: "locked" };
    }
    if (answer.status === 404) return { dead: "gone" };
    if (answer.status === 429) return { problem: "wait", n: Math.ceil(answer.headers.get("Retry-After") / 60) || 1 };
    if (!answer.ok) return { problem: "failed" };
    const { files } = await answer.json();
    return { shown: await Promise.all(files.map((file) => fileOf(file, link.key))) };
  } catch (fault) {
    if (fault.name === "OperationError") return { dead: "wrongKey" }; // the cipher's own word for a key that does not fit
    return { problem: fault instanceof TypeError ? "network" : "failed" };
  }
}

const words = (nodes) => nodes.map((node) => node.textContent).join("").trim();

function lines(list) {
  return [...list.children].map((item) => {
    const [title, inside] = ["b", "ul"].map((name) => [...item.children].find((child) => child.localName === name));
    const rest = [...item.childNodes].filter((node) => node !== title && node !== inside);
    return { title: title?.textContent || "", rest: words(rest), parts: inside ? lines(inside) : [] };
  });
}

// The words of a narrative, as words: nothing of its markup reaches the page.
function narrative(part) {
  const page = new DOMParser().parseFromString(part.text?.div || "<div/>", "application/xhtml+xml");
  const list = page.querySelector("ul");
  return { title: part.title || "", said: words([page.documentElement]), lines: list ? lines(list) : [] };
}

function day(written, options = { dateStyle: "medium", timeZone: "UTC" }) {
  const isWhole = /^\d{4}-\d\d-\d\d/.test(written || "");
  return isWhole ? new Intl.DateTimeFormat(document.documentElement.lang, options).format(new Date(written)) : written || "";
}

// What the page shows of the files: whom it is about first.
export function tell(files) {
  const found = files.map((file) => JSON.parse(file));
  const at = Math.max(0, found.findIndex((one) => one.resourceType === "Bundle"));
  const inside = (found[at].entry || []).map((entry) => entry.resource);
  const composition = inside.find((one) => one.resourceType === "Composition") || {};
  const patient = inside.find((one) => one.resourceType === "Patient") || {};
  const papers = found.flatMap((one) => one.content || []).map((one) => one.attachment);
  return {
    text: files[at],
    papers: papers.filter((one) => one?.contentType === "application/pdf").map((one) => bytes(one.data)),
    name: composition.subject?.display || patient.name?.[0]?.text || "",
    born: day(patient.birthDate),
    practice: composition.author?.[0]?.display || "",
    day: day(composition.date, { dateStyle: "medium" }),
    note: narrative(composition).said,
    sections: (composition.section || []).map(narrative),
  };
}
