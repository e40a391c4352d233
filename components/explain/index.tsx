"use client";

import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { SideSheet } from "@/components/side-sheet";
import { keyChanges, keyOf, shortcutsOn } from "@/components/use-shortcuts";
import { ExplainContent } from "./explain-content";
import type { ExplainView } from "./types";

export type { ExplainInput, ExplainView } from "./types";

const ExplainContext = createContext<{ open: (view: ExplainView) => void }>({ open: () => {} });

/** Holds the one panel that explains figures. The shell has it; pages need none of their own. */
export function ExplainProvider({ children }: { children: ReactNode }) {
  const [view, setView] = useState<ExplainView | null>(null);
  const value = useMemo(() => ({ open: setView }), []);
  return (
    <ExplainContext value={value}>
      {children}
      <SideSheet open={view !== null} onClose={() => setView(null)} title={view?.title ?? ""}>
        {view ? <ExplainContent view={view} /> : null}
      </SideSheet>
    </ExplainContext>
  );
}

/** Opens the panel from code, for example on the key E. */
export const useExplain = () => useContext(ExplainContext);

/** A figure that explains itself: a dotted underline on hover and focus; a click, Enter or E opens the panel. */
export function Explainable({
  view,
  children,
  className = "",
}: {
  view: ExplainView;
  children: ReactNode;
  className?: string;
}) {
  const { open } = useExplain();
  const t = useTranslations("explain");
  return (
    <button
      type="button"
      className={`explainable cursor-pointer rounded-chip text-left ${className}`}
      aria-description={t("hint")}
      onClick={() => open(view)}
      onKeyDown={(event) => {
        const key = keyOf(keyChanges(), "explain");
        if (
          event.key.toLowerCase() !== key ||
          !shortcutsOn() ||
          event.ctrlKey ||
          event.metaKey ||
          event.altKey
        )
          return;
        event.stopPropagation();
        open(view);
      }}
    >
      {children}
    </button>
  );
}

/** The (i) beside a name. */
export function ExplainButton({ view, className = "" }: { view: ExplainView; className?: string }) {
  const { open } = useExplain();
  const t = useTranslations("explain");
  return (
    <button
      type="button"
      aria-label={t("explainNamed", { name: view.title })}
      title={t("explain")}
      className={`target-24 inline-flex cursor-pointer items-center justify-center rounded-chip text-muted hover:text-foreground ${className}`}
      onClick={() => open(view)}
    >
      <svg
        aria-hidden="true"
        width="14"
        height="14"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
      >
        <circle cx="8" cy="8" r="6.5" />
        <path d="M8 7.25v4M8 4.75v.1" />
      </svg>
    </button>
  );
}
