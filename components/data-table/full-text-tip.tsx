"use client";

import { type RefObject, useEffect, useRef } from "react";

/** Whether the element, or the first part of a code cut in its middle, hides some of its text. */
function isCut(element: HTMLElement): boolean {
  const parts = [element, ...element.children];
  return parts.some((part) => part.scrollWidth > part.clientWidth + 1);
}

/** The one tooltip of a table: shows the whole text of a cut cell at that cell, on hover and focus. */
export function FullTextTip({ table }: { table: RefObject<HTMLElement | null> }) {
  const tip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = table.current;
    const layer = tip.current;
    if (!element || !layer) return;
    const hide = () => {
      if (layer.matches(":popover-open")) layer.hidePopover();
    };
    const show = (event: Event) => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      const cell =
        target?.closest<HTMLElement>("[data-full]") ??
        (event.type === "focusin" ? target?.querySelector<HTMLElement>("[data-full]") : null);
      if (!cell || !isCut(cell)) return hide();
      const box = cell.getBoundingClientRect();
      layer.textContent = cell.dataset.full ?? "";
      layer.style.left = `${Math.min(box.left, window.innerWidth - 420)}px`;
      layer.style.top = `${box.bottom + 4}px`;
      layer.showPopover();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") hide();
    };
    element.addEventListener("pointerover", show);
    element.addEventListener("focusin", show);
    element.addEventListener("pointerleave", hide);
    element.addEventListener("focusout", hide);
    element.addEventListener("keydown", onKey);
    element.addEventListener("scroll", hide, true);
    return () => {
      element.removeEventListener("pointerover", show);
      element.removeEventListener("focusin", show);
      element.removeEventListener("pointerleave", hide);
      element.removeEventListener("focusout", hide);
      element.removeEventListener("keydown", onKey);
      element.removeEventListener("scroll", hide, true);
    };
  }, [table]);
  return (
    <div
      ref={tip}
      aria-hidden="true"
      popover="manual"
      className="layer pointer-events-none fixed m-0 max-w-[400px] px-2 py-1 text-body"
    />
  );
}
