"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

const CommandDialog = dynamic(() => import("./command-dialog").then((module) => module.CommandDialog), {
  ssr: false,
});

/** The search field of the top bar and Ctrl/⌘ K. The dialog itself is loaded when it is first wanted. */
export function CommandMenu() {
  const t = useTranslations("shell");
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const show = () => {
    setWanted(true);
    setOpen(true);
  };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      event.preventDefault();
      setWanted(true);
      setOpen(true);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <>
      <button
        type="button"
        onClick={show}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        className="flex h-8 w-72 min-w-0 shrink cursor-pointer items-center gap-2 rounded-control border border-field-border bg-surface px-2 text-left text-muted hover:bg-surface-secondary"
      >
        <Search aria-hidden="true" size={16} className="shrink-0" />
        <span className="grow truncate">{t("search")}</span>
        <kbd className="font-sans text-caption whitespace-nowrap max-lg:hidden">Ctrl K</kbd>
      </button>
      {wanted ? <CommandDialog open={open} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
