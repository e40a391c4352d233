"use client";

import { useCallback, useRef, useState } from "react";

/** Why a file was not stored. `sentence` is the server's own, where it had one. */
export type UploadFailure =
  | { kind: "lost"; sentBytes: number; totalBytes: number }
  | { kind: "refused"; code: string; sentence: string };

export type UploadState =
  | { phase: "waiting" }
  | { phase: "sending"; file: File; sentBytes: number }
  | { phase: "storing"; file: File }
  | { phase: "failed"; file: File; failure: UploadFailure };

/** Sends a file as it is, without holding it in memory, and says how far it is. A failed one can be sent again. */
export function useUpload(onStored: (fileId: number) => void) {
  const [state, setState] = useState<UploadState>({ phase: "waiting" });
  const request = useRef<XMLHttpRequest | null>(null);

  const send = useCallback(
    (file: File) => {
      const http = new XMLHttpRequest();
      request.current = http;
      let sentBytes = 0;
      setState({ phase: "sending", file, sentBytes });
      http.upload.onprogress = (event) => {
        sentBytes = event.loaded;
        setState(sentBytes < file.size ? { phase: "sending", file, sentBytes } : { phase: "storing", file });
      };
      http.onload = () => {
        const answer: unknown = parsed(http.responseText);
        if (http.status === 200 && isStored(answer)) return onStored(answer.fileId);
        const { code, detail } = problemIn(answer);
        setState({ phase: "failed", file, failure: { kind: "refused", code, sentence: detail } });
      };
      http.onerror = () =>
        setState({ phase: "failed", file, failure: { kind: "lost", sentBytes, totalBytes: file.size } });
      http.open("POST", `/api/imports/upload?name=${encodeURIComponent(file.name)}`);
      http.setRequestHeader("content-type", "application/octet-stream");
      http.send(file);
    },
    [onStored],
  );

  const stop = useCallback(() => {
    request.current?.abort();
    setState({ phase: "waiting" });
  }, []);

  return { state, send, stop };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const isStored = (answer: unknown): answer is { fileId: number } =>
  typeof answer === "object" && answer !== null && "fileId" in answer && typeof answer.fileId === "number";

function problemIn(answer: unknown): { code: string; detail: string } {
  const text = (key: string) =>
    typeof answer === "object" && answer !== null && key in answer
      ? String((answer as Record<string, unknown>)[key])
      : "";
  return { code: text("code") || "internal", detail: text("detail") };
}
