"use client";

import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";
import { AppLink } from "@/components/link";
import { placeLayer } from "./place-layer";

export interface MenuItem {
  key: string;
  label: string;
  icon?: ReactNode;
  /** The item is on: a language or a theme that is chosen. */
  checked?: boolean;
  lang?: string;
  href?: string;
  onSelect?: () => void;
}

export interface MenuProps {
  label: string;
  trigger: ReactNode;
  items: MenuItem[];
  align?: "start" | "end";
  className?: string;
  /** Text above the items, for example who is signed in. */
  head?: ReactNode;
}

const itemClass =
  "flex h-(--control-height) w-full cursor-pointer items-center gap-2 rounded-chip px-2 text-left text-body whitespace-nowrap hover:bg-surface-tertiary focus-visible:bg-accent-soft";

/** A button with a menu: arrows, Home and End move, Enter chooses, Esc closes. */
export function Menu({ label, trigger, items, align = "start", className = "", head }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const entries = (): HTMLElement[] => [
    ...(layer.current?.querySelectorAll<HTMLElement>("[data-item]") ?? []),
  ];
  const onKeyDown = (event: KeyboardEvent) => {
    const list = entries();
    const here = list.indexOf(document.activeElement as HTMLElement);
    const next: Record<string, number> = {
      ArrowDown: here + 1,
      ArrowUp: here - 1,
      Home: 0,
      End: list.length - 1,
    };
    const wanted = next[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    list.at(wanted % list.length)?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-label={label}
        aria-haspopup="menu"
        title={label}
        className={`target-24 inline-flex cursor-pointer items-center justify-center gap-1.5 rounded-control ${className}`}
      >
        {trigger}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the menu inside */}
      <div
        id={id}
        ref={layer}
        popover="auto"
        className="layer fixed m-0 min-w-40 p-1"
        onKeyDown={onKeyDown}
        onBeforeToggle={(event) => {
          if (event.newState === "open" && button.current)
            placeLayer(event.currentTarget, button.current, align);
        }}
        onToggle={(event) => {
          if (event.newState === "open") requestAnimationFrame(() => entries()[0]?.focus());
        }}
      >
        {head}
        <div role="menu" aria-label={label}>
          {items.map((item) => (
            <MenuEntry key={item.key} item={item} close={() => layer.current?.hidePopover()} />
          ))}
        </div>
      </div>
    </>
  );
}

function MenuEntry({ item, close }: { item: MenuItem; close: () => void }) {
  const content = (
    <>
      {item.icon}
      <span className="grow">{item.label}</span>
      {item.checked ? <span aria-hidden="true">✓</span> : null}
    </>
  );
  const choose = () => {
    close();
    item.onSelect?.();
  };
  if (item.href) {
    return (
      <AppLink
        data-item
        role="menuitem"
        tabIndex={-1}
        href={item.href}
        className={itemClass}
        onClick={choose}
      >
        {content}
      </AppLink>
    );
  }
  const shared = {
    "data-item": "",
    tabIndex: -1,
    type: "button",
    lang: item.lang,
    className: itemClass,
    onClick: choose,
  } as const;
  if (item.checked === undefined) {
    return (
      <button role="menuitem" {...shared}>
        {content}
      </button>
    );
  }
  return (
    <button role="menuitemradio" aria-checked={item.checked} {...shared}>
      {content}
    </button>
  );
}
