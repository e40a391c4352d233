"use client";

import { useTranslations } from "next-intl";
import { createContext, type ReactNode, use } from "react";
import { ButtonLink } from "@/components/button/button-link";

/** Everything was stopped: the sentence for a button that would carry something out, and where the switch is. */
export interface Stopped {
  off: string;
  href: string;
}

const StoppedContext = createContext<Stopped | null>(null);

/** Tells every button below whether everything stands still; null: all is running. */
export const StandstillProvider = ({
  stopped,
  children,
}: {
  stopped: Stopped | null;
  children: ReactNode;
}) => <StoppedContext value={stopped}>{children}</StoppedContext>;

/** What stands still at present; null: all is running, or the page stands outside the frame. */
export const useStopped = (): Stopped | null => use(StoppedContext);

/** Beside buttons that are off while everything stands still: why, and the way to the switch. Nothing while all is running. */
export function StoppedNote() {
  const t = useTranslations("shell.stopped");
  const stopped = useStopped();
  if (!stopped) return null;
  return (
    <div
      role="status"
      className="flex w-full flex-wrap items-center gap-3 rounded-control bg-surface-secondary px-3 py-2"
    >
      <span className="min-w-0 flex-1">{stopped.off}</span>
      <ButtonLink size="sm" href={stopped.href}>
        {t("open")}
      </ButtonLink>
    </div>
  );
}
