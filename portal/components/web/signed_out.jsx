// Why the person is on the sign-in page: the reason stands after the "#", which no server sees. The browser's other
// tabs are told (idle.jsx) of an end; they ask the server whether it is so, for anyone may write such an address.
import { useEffect, useState } from "react";
import { wanted } from "./form.jsx";

function goingTo() {
  const path = wanted();
  return path && (path.startsWith("/enroll") ? "invited" : "wanted");
}

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
