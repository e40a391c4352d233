"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/button";
import { TextField } from "@/components/field";
import { searchTargetsAction } from "../actions";

interface Target {
  code: string;
  title: string;
}

type Found = { state: "none" | "searching" | "failed" } | { state: "found"; text: string; targets: Target[] };

const pauseMs = 250;

/** Finds something of ours by code, name or barcode; each result has a button that chooses it. */
export function TargetSearch({
  kind,
  pending,
  onChoose,
}: {
  kind: "sku" | "location" | "channel";
  pending: boolean;
  onChoose: (code: string) => void;
}) {
  const t = useTranslations("inbox.unmapped");
  const [text, setText] = useState("");
  const [found, setFound] = useState<Found>({ state: "none" });
  useEffect(() => {
    const wanted = text.trim();
    if (wanted.length < 2) {
      setFound({ state: "none" });
      return;
    }
    let current = true;
    const timer = setTimeout(async () => {
      setFound((before) => (before.state === "found" ? before : { state: "searching" }));
      const result = await searchTargetsAction({ kind, text: wanted }).catch(() => null);
      if (!current) return;
      setFound(result?.ok ? { state: "found", text: wanted, targets: result.data } : { state: "failed" });
    }, pauseMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text, kind]);
  return (
    <div className="flex flex-col gap-2">
      <TextField
        label={t("search")}
        name="search"
        type="search"
        help={t("searchHelp")}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div aria-live="polite">
        {found.state === "searching" ? <p className="text-muted">{t("searching")}</p> : null}
        {found.state === "failed" ? <p className="text-out-ink">{t("searchFailed")}</p> : null}
        {found.state === "found" && found.targets.length === 0 ? (
          <p className="text-muted">{t("nothingFound", { text: found.text })}</p>
        ) : null}
        {found.state === "found" && found.targets.length > 0 ? (
          <ul className="divide-y divide-border border-y border-border">
            {found.targets.map((target) => (
              <li key={target.code} className="flex items-center gap-3 py-1.5">
                <span className="min-w-0 grow">
                  <code className="font-mono">{target.code}</code>{" "}
                  <span className="text-muted">{target.title}</span>
                </span>
                <Button
                  size="sm"
                  pending={pending}
                  needsConnection
                  label={t("mapTo", { code: target.code })}
                  onPress={() => onChoose(target.code)}
                >
                  {t("map")}
                </Button>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  );
}
