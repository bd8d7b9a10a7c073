// Passkeys (W3C WebAuthn) as the browser has them, with our routes at both ends: what it is asked for comes from
// `…/ask`, what it answers goes to the route itself.
import { send } from "./form.jsx";

// An address of numbers cannot have passkeys, nor can a browser that does not know them.
export const hasPasskeys = () => "credentials" in navigator && "PublicKeyCredential" in window && !/^[\d.]+$|:/.test(location.hostname);

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (data) => btoa(String.fromCharCode(...new Uint8Array(data))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

async function make({ challenge, user, excludeCredentials, ...rest }) {
  const publicKey = { ...rest, challenge: bytes(challenge), user: { ...user, id: bytes(user.id) }, excludeCredentials: known(excludeCredentials) };
  const made = await navigator.credentials.create({ publicKey });
  const { clientDataJSON, attestationObject } = made.response;
  const transports = made.response.getTransports?.() || [];
  return { made, response: { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject), transports } };
}

async function show({ challenge, allowCredentials, ...rest }) {
  const publicKey = { ...rest, challenge: bytes(challenge), allowCredentials: known(allowCredentials) };
  const made = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = made.response;
  const response = { clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature) };
  return { made, response: userHandle ? { ...response, userHandle: text(userHandle) } : response };
}

// What the browser says went wrong, as one of our words.
const problems = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "already", SecurityError: "elsewhere" };

// Asks, has the browser do it, and sends what it answers; returns our route's reply, with words when it is not ok.
export async function ceremony(route, data, words) {
  const asked = await send(`${route}/ask`, new URLSearchParams(data), words);
  if (!asked.ok) return asked;
  try {
    const { made, response } = await (asked.options.user ? make : show)(asked.options);
    const answer = JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response });
    return send(route, new URLSearchParams({ ...data, answer }), words);
  } catch (fault) {
    return { ok: false, message: words[problems[fault.name]] || words.failed };
  }
}
