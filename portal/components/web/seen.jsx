// A conversation counts as read only while someone has it before them: not in a tab behind others, nor while away.
import { useEffect } from "react";

export function SeenMark({ latest, onSeen }) {
  useEffect(() => {
    if (!latest) return undefined;
    const look = () => {
      if (document.visibilityState !== "visible") return;
      document.removeEventListener("visibilitychange", look);
      onSeen?.();
    };
    document.addEventListener("visibilitychange", look);
    look();
    return () => document.removeEventListener("visibilitychange", look);
  }, [latest]);
  return null;
}
