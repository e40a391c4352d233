"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useFormat } from "@/components/format";
import { announce } from "@/components/live/announcer";
import type { RunState, RunSums } from "../types";

/** Says the account aloud once, when a run that was open on this page comes to its end. */
export function SayWhenOver({ state, sums }: { state: RunState; sums: RunSums }) {
  const t = useTranslations("imports");
  const format = useFormat();
  const wasOpen = useRef(false);
  const open = state === "queued" || state === "running";
  useEffect(() => {
    if (open) {
      wasOpen.current = true;
      return;
    }
    if (!wasOpen.current) return;
    wasOpen.current = false;
    const figures = {
      read: format.number(sums.read),
      accepted: format.number(sums.accepted),
      unchanged: format.number(sums.unchanged),
      rejected: format.number(sums.rejected),
    };
    announce(
      `${t(`states.${state}`)}. ${t("sums.sentence", figures)}`,
      state === "failed" ? "assertive" : "polite",
    );
  }, [open, state, sums, format, t]);
  return null;
}
