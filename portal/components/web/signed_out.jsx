// Why the person is on the sign-in page: the reason stands after the "#", which no server sees.
import { useEffect, useState } from "react";

export function SignedOutNote({ words }) {
  const [reason, setReason] = useState("");
  useEffect(() => {
    const read = () => setReason(/^#signed-out=([a-z]+)/.exec(location.hash)?.[1] || "");
    read();
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  if (!words[reason]) return null;
  return (
    <div className="notice" role="status" data-tone={reason === "done" ? "good" : "attention"}>
      {words[reason]}
    </div>
  );
}
