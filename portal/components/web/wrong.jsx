// After a form was sent in vain the focus goes to what is wrong with it. The answer comes a moment later, from the
// page's state; whoever has begun to type or gone elsewhere by then is left in peace. (A PostForm does it itself.)
// Being asked for the password in between is no going elsewhere.
const WRONG = '[aria-invalid="true"], fieldset[data-wrong] input, .notice[data-tone="danger"]';
const PROOF = "dialog[aria-labelledby='proof-title']";
const LONGEST = 60000; // milliseconds an answer may take

export function watchForms() {
  let stop = () => {};
  const sent = ({ target: form }) => {
    if (form.closest(PROOF)) return;
    stop();
    if (form.matches(".proof, [action]")) return;
    const observer = new MutationObserver(() => requestAnimationFrame(look));
    const giveUp = setTimeout(() => stop(), LONGEST);
    const typed = ({ target }) => target.closest(PROOF) || stop();
    stop = () => {
      observer.disconnect();
      clearTimeout(giveUp);
      document.removeEventListener("input", typed, true);
    };
    const look = () => {
      if (!form.isConnected) return stop();
      const found = form.querySelector(WRONG);
      if (!found) return;
      stop();
      if (!found.matches("input, select, textarea, button")) found.tabIndex = -1;
      found.focus();
    };
    observer.observe(form, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-invalid", "data-wrong"] });
    document.addEventListener("input", typed, true);
  };
  document.addEventListener("submit", sent, true);
  return () => {
    stop();
    document.removeEventListener("submit", sent, true);
  };
}
