import type { FreshnessSource } from "@/components/freshness";
import type { SeverityName } from "@/components/severity";

export const pageKeys = [
  "overview",
  "decisions",
  "inventory",
  "transfers",
  "ads",
  "orders",
  "sync",
  "catalogue",
  "reports",
  "imports",
  "settings",
] as const;
export type PageKey = (typeof pageKeys)[number];

export const pageHrefs: Record<PageKey, string> = {
  overview: "/",
  decisions: "/decisions",
  inventory: "/inventory",
  transfers: "/transfers",
  ads: "/ads",
  orders: "/orders",
  sync: "/sync",
  catalogue: "/catalogue",
  reports: "/reports",
  imports: "/imports",
  settings: "/settings",
};

export interface ShellNotice {
  id: string;
  /** Formatted and translated. */
  text: string;
  /** ISO. */
  at: string;
  href?: string;
}

export interface ShellAlert extends ShellNotice {
  severity: SeverityName;
  href: string;
}

/** What the frame around every page shows. Null is unknown, and shown as such. */
export interface ShellData {
  user: { name: string; role: string } | null;
  /** Every source with its age; the oldest is shown in the top bar. */
  sources: FreshnessSource[] | null;
  /** Counts beside pages: what waits there and is urgent or high. */
  badges: Partial<Record<PageKey, number>>;
  /** Open alerts that the person's role sees to, and the gravest of them; null when unknown. */
  alerts: { open: number; newest: ShellAlert[] } | null;
  /** Unread notices; null when unknown. */
  unread: number | null;
  notices: ShellNotice[];
  /** Everything was stopped: the sentence, the shorter one of a button that is off, and where it is let go. */
  stopped?: { text: string; off: string; href: string } | null;
  /** Autopilot acts at present: its switch must be visible. */
  autopilot?: { on: boolean; href: string } | null;
}
