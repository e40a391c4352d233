import { useState } from "react";

/**
 * What a form was opened with, while the page behind it stays live: what somebody else saves meanwhile neither takes the place
 * of what is being typed nor is saved over. What the form itself saved is taken over.
 */
export function useOpened<Props extends { version: number }>(now: Props) {
  const [opened, setOpened] = useState(now);
  const [savedVersion, setSavedVersion] = useState<number | null>(null);
  const differs = now.version !== opened.version;
  const isOwn = now.version === savedVersion;
  if (differs && isOwn) setOpened(now);
  return {
    opened,
    savedVersion,
    setSavedVersion,
    isNewer: differs && !isOwn,
    showNewer: () => {
      setSavedVersion(null);
      setOpened(now);
    },
  };
}
