// A button that saves a text as a file: it is made here, so the text passes no server again.
export function SaveButton({ text, name, children, className = "button quiet-button" }) {
  const save = () => {
    const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    Object.assign(document.createElement("a"), { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  };
  return (
    <button type="button" className={className} onClick={save}>
      {children}
    </button>
  );
}
