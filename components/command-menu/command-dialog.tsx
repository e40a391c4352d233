"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { type PageKey, pageHrefs, pageKeys } from "@/components/shell/types";
import { type SearchResult, useSearch } from "./use-search";

interface Entry {
  id: string;
  label: string;
  detail?: string;
  href: string;
}

/** Pages by name at once, everything else from the server while typing. */
export function CommandDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations("shell");
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const [text, setText] = useState("");
  const [marked, setMarked] = useState(0);
  const { results, failed, searching } = useSearch(text, open);

  useEffect(() => {
    const element = dialog.current;
    if (open && element && !element.open) element.showModal();
    if (!open && element?.open) element.close();
  }, [open]);

  const wanted = text.trim().toLocaleLowerCase();
  const alerts = { id: "page-alerts", label: t("bell.title"), detail: t("pageKind"), href: "/alerts" };
  const pages: Entry[] = [
    ...pageKeys.map((key: PageKey) => ({
      id: `page-${key}`,
      label: t(`page.${key}`),
      detail: t("pageKind"),
      href: pageHrefs[key],
    })),
    // Reached from the bell, so it stands in no navigation.
    alerts,
    { id: "stop", label: t("stopEntry"), detail: t("stopKind"), href: "/settings/policy#switch" },
  ].filter((entry) => entry.label.toLocaleLowerCase().includes(wanted));
  const entries: Entry[] = [
    ...pages,
    ...results.map((result: SearchResult) => ({ ...result, id: `${result.kind}-${result.id}` })),
  ];
  const at = Math.min(marked, Math.max(0, entries.length - 1));

  const go = (entry: Entry | undefined) => {
    if (!entry) return;
    dialog.current?.close();
    router.push(entry.href as Route);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") go(entries[at]);
    else if (event.key === "ArrowDown") setMarked(Math.min(at + 1, entries.length - 1));
    else if (event.key === "ArrowUp") setMarked(Math.max(at - 1, 0));
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes a modal dialog by itself; the click is the press outside
    <dialog
      ref={dialog}
      aria-label={t("search")}
      className="layer m-auto mt-[12vh] w-[min(560px,calc(100vw-32px))] overflow-hidden p-0"
      onClose={() => {
        setText("");
        setMarked(0);
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={entries[at] ? `${listId}-${at}` : undefined}
        aria-label={t("search")}
        placeholder={t("searchHint")}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setMarked(0);
        }}
        onKeyDown={onKeyDown}
        className="h-12 w-full border-b border-border bg-transparent px-4 text-form outline-none"
      />
      <div id={listId} role="listbox" aria-label={t("results")} className="max-h-[50vh] overflow-y-auto p-1">
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox that owns the list
          <div
            key={entry.id}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => go(entry)}
            onPointerMove={() => setMarked(index)}
            className={`flex min-h-9 cursor-pointer items-center justify-between gap-4 rounded-chip px-3 ${index === at ? "bg-accent-soft" : ""}`}
          >
            <span className="truncate">{entry.label}</span>
            {entry.detail ? <span className="shrink-0 text-caption text-muted">{entry.detail}</span> : null}
          </div>
        ))}
      </div>
      <p role="status" className="px-4 py-2 text-caption text-muted empty:hidden">
        {failed
          ? t("searchFailed")
          : searching
            ? t("searching")
            : entries.length === 0
              ? t("noResults", { text: text.trim() })
              : ""}
      </p>
    </dialog>
  );
}
