"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type DragEvent, useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { Button } from "@/components/button";
import { useFormat } from "@/components/format";
import { ProgressBar } from "@/components/progress-bar";
import { fileSize } from "./file-size";
import { fileTrouble } from "./file-trouble";
import { MAX_UPLOAD_BYTES } from "./limits";
import { type UploadFailure, useUpload } from "./use-upload";

/** Where a file is dropped or chosen. It is stored first; what it holds and means is asked on the next page. */
export function DropZone({ compact }: { compact?: boolean }) {
  const t = useTranslations("imports.drop");
  const format = useFormat();
  const router = useRouter();
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const onStored = useCallback((fileId: number) => router.push(`/imports/new?file=${fileId}`), [router]);
  const { state, send, stop } = useUpload(onStored);
  const busy = state.phase === "sending" || state.phase === "storing";

  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (!file || busy) return;
    const found = fileTrouble(file);
    const tooMany = (files?.length ?? 0) > 1;
    const size = fileSize(file.size, format);
    const limit = fileSize(MAX_UPLOAD_BYTES, format);
    if (tooMany) setTrouble(t("oneOnly", { count: files?.length ?? 0 }));
    else if (found) setTrouble(t(`trouble.${found}`, { name: file.name, size, limit }));
    else {
      setTrouble(null);
      send(file);
    }
    if (picker.current) picker.current.value = "";
  };
  const takeEarly = useEffectEvent(() => take(picker.current?.files ?? null));
  // A file chosen while the page was still starting raised no event that anybody heard.
  useEffect(() => takeEarly(), []);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <section
      aria-label={t("title")}
      className={`rounded-card border border-dashed bg-surface px-4 ${compact ? "py-4" : "py-8"} ${over ? "border-accent bg-accent-soft" : "border-field-border"}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={onDrop}
    >
      <input
        ref={picker}
        type="file"
        accept=".csv,.tsv,.txt,.gz,text/csv,text/plain,application/gzip"
        className="sr-only"
        tabIndex={-1}
        aria-label={t("choose")}
        onChange={(event) => take(event.target.files)}
      />
      {busy ? (
        <div className="mx-auto flex max-w-120 flex-col gap-2" aria-live="off">
          <p className="font-medium break-all">{state.file.name}</p>
          <ProgressBar
            label={t("progress", { name: state.file.name })}
            share={state.phase === "sending" ? state.sentBytes / state.file.size : null}
            text={
              state.phase === "sending"
                ? t("sent", {
                    sent: fileSize(state.sentBytes, format),
                    total: fileSize(state.file.size, format),
                  })
                : t("storing")
            }
          />
          <div>
            <Button size="sm" onPress={stop}>
              {t("stop")}
            </Button>
          </div>
        </div>
      ) : (
        <div className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2 text-center">
          <div>
            <p className="text-card font-medium max-sm:hidden">{t("lead")}</p>
            <p className="max-w-prose text-muted">{t("forms")}</p>
          </div>
          <Button variant="primary" needsConnection onPress={() => picker.current?.click()}>
            {t("choose")}
          </Button>
        </div>
      )}
      <div role="alert">
        {trouble ? <p className="mx-auto mt-3 max-w-prose text-out-ink">{trouble}</p> : null}
        {state.phase === "failed" ? (
          <div className="mx-auto mt-3 flex max-w-prose flex-col items-start gap-2">
            <p className="text-out-ink">
              <Failure failure={state.failure} name={state.file.name} />
            </p>
            <Button size="sm" onPress={() => send(state.file)}>
              {t("again")}
            </Button>
          </div>
        ) : null}
      </div>
    </section>
  );
}

function Failure({ failure, name }: { failure: UploadFailure; name: string }) {
  const t = useTranslations("imports.drop");
  const format = useFormat();
  if (failure.kind === "lost")
    return t("lost", {
      name,
      sent: fileSize(failure.sentBytes, format),
      total: fileSize(failure.totalBytes, format),
    });
  const limit = fileSize(MAX_UPLOAD_BYTES, format);
  if (failure.code === "too_large") return t("tooLarge", { name, limit });
  if (failure.code === "empty") return t("trouble.empty", { name, size: "", limit });
  if (failure.code === "unauthenticated") return t("signedOut", { name });
  return t("refused", { name, sentence: failure.sentence });
}
