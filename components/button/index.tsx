"use client";

import { useTranslations } from "next-intl";
import type { ButtonHTMLAttributes, ReactNode } from "react";
import { useOffline } from "@/components/live/connection";
import { usePastMoment } from "@/components/past/moment";
import { useStopped } from "@/components/standstill";
import { type ButtonLook, buttonClass } from "./look";

export { ButtonLink } from "./button-link";
export type { ButtonLook } from "./look";

export interface ButtonProps
  extends ButtonLook,
    Omit<ButtonHTMLAttributes<HTMLButtonElement>, "onClick" | "disabled"> {
  onPress?: () => void;
  /** Under way: shown at once, and a second press does nothing. */
  pending?: boolean;
  /** Why it cannot be pressed now. It stays focusable, so that the reason can be read. */
  offReason?: string | null;
  /** Key that does the same; printed in the tooltip. */
  shortcut?: string;
  icon?: ReactNode;
  /** Name of a button that shows its icon only. */
  label?: string;
  /** It changes something: off, with that reason, while the connection is lost; not there on a page of a past moment. */
  needsConnection?: boolean;
  /** Off, with that reason, while everything stands still: it would approve or send something. */
  carriesOut?: boolean;
  children?: ReactNode;
}

/** A button whose text says its effect: verb and object. */
export function Button(props: ButtonProps) {
  const {
    variant,
    size,
    full,
    onPress,
    pending,
    offReason,
    shortcut,
    icon,
    label,
    needsConnection,
    carriesOut,
    children,
    ...rest
  } = props;
  const t = useTranslations("common");
  const { offline } = useOffline();
  const stopped = useStopped();
  const past = usePastMoment() !== null;
  if (past && needsConnection) return null;
  const reason =
    (carriesOut && stopped?.off) || offReason || (needsConnection && offline ? t("offlineReason") : null);
  const iconOnly = !children;
  const tip =
    reason ??
    (shortcut
      ? t("shortcutTip", { label: label ?? "", key: shortcut }).trim()
      : iconOnly
        ? label
        : undefined);
  const inert = Boolean(reason) || Boolean(pending);
  return (
    <button
      type="button"
      {...rest}
      className={`${buttonClass({ variant, size, full, iconOnly })} ${rest.className ?? ""}`}
      aria-label={label}
      aria-disabled={inert || undefined}
      aria-keyshortcuts={shortcut}
      aria-busy={pending || undefined}
      data-pending={pending || undefined}
      title={tip}
      onClick={(event) => {
        if (inert) {
          event.preventDefault();
          return;
        }
        onPress?.();
      }}
    >
      {pending ? <Working /> : icon}
      {children}
      {reason ? <span className="sr-only">. {reason}</span> : null}
    </button>
  );
}

const Working = () => (
  <svg
    aria-hidden="true"
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    className="motion-safe:animate-spin"
  >
    <path d="M8 2a6 6 0 1 1-6 6" strokeLinecap="round" />
  </svg>
);
