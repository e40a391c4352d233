"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useId, useRef } from "react";

export interface SideSheetProps {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Buttons that stay at the bottom. */
  foot?: ReactNode;
  widthPx?: number;
}

/** A modal drawer at the right, the whole width on a phone. Esc and a press outside close it; focus starts on its heading and returns. */
export function SideSheet({ open, onClose, title, children, foot, widthPx = 420 }: SideSheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const headingId = useId();
  const t = useTranslations("common");
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (open && !element.open) {
      element.showModal();
      heading.current?.focus();
    }
    if (!open && element.open) element.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes a modal dialog by itself; the click is the press outside
    <dialog
      ref={dialog}
      aria-labelledby={headingId}
      className="layer fixed inset-y-0 right-0 left-auto m-0 h-dvh max-h-none w-full max-w-full rounded-none p-0"
      style={{ maxWidth: `min(100vw, ${widthPx}px)` }}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      {open ? (
        <div className="flex h-full flex-col">
          <div className="flex items-center gap-2 border-b border-border px-4 py-2">
            <h2 id={headingId} ref={heading} tabIndex={-1} className="text-card font-semibold outline-none">
              {title}
            </h2>
            <button
              type="button"
              className="button button--ghost button--icon-only ml-auto"
              aria-label={t("close")}
              title={t("close")}
              onClick={() => dialog.current?.close()}
            >
              <svg
                aria-hidden="true"
                viewBox="0 0 16 16"
                fill="none"
                stroke="currentColor"
                strokeWidth="1.5"
                strokeLinecap="round"
              >
                <path d="m4 4 8 8m0-8-8 8" />
              </svg>
            </button>
          </div>
          <div className="relative grow overflow-y-auto p-4">{children}</div>
          {foot ? (
            <div className="flex flex-wrap items-center gap-2 border-t border-border px-4 py-3">{foot}</div>
          ) : null}
        </div>
      ) : null}
    </dialog>
  );
}
