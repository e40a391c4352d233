"use client";

import { type ReactNode, useId, useRef } from "react";
import { placeLayer } from "./place-layer";

export interface PopupProps {
  /** Accessible name of the button, when the trigger's own text does not say it. */
  label?: string;
  trigger: ReactNode;
  children: ReactNode;
  align?: "start" | "end";
  className?: string;
}

/** A button that opens a floating layer. The browser's own popover closes it on Esc and outside clicks and gives focus back. */
export function Popup({ label, trigger, children, align = "start", className = "" }: PopupProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-label={label}
        className={`target-24 inline-flex cursor-pointer items-center gap-1.5 rounded-control ${className}`}
      >
        {trigger}
      </button>
      <div
        id={id}
        popover="auto"
        className="layer fixed m-0 max-w-[min(400px,calc(100vw-16px))] overflow-auto p-0 text-left"
        onBeforeToggle={(event) => {
          if (event.newState === "open" && button.current)
            placeLayer(event.currentTarget, button.current, align);
        }}
      >
        {children}
      </div>
    </>
  );
}
