import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { getFormat } from "@/components/format/server";
import { PastBar } from "@/components/past";
import { StandAt } from "@/components/past/moment";
import { getDb } from "@/db/client";
import { readReach } from "@/lib/services/past/records/read-records";
import type { SettingsPageKey } from "../settings/pages";
import type { SyncView } from "../sync/lists";

export type SearchParams = Record<string, string | string[] | undefined>;

/** What the notes of each page say that it does not keep. */
type Noted =
  | "overview"
  | "inventory"
  | "inventoryLong"
  | "sku"
  | "decisions"
  | "decision"
  | "transfers"
  | "orders"
  | "ads"
  | "reports"
  | "worth"
  | "transfer"
  | "lanes"
  | "catalogue"
  | "channels"
  | "promotions"
  | "alerts"
  | "imports"
  | "import"
  | `settings_${Exclude<SettingsPageKey, "account">}`
  | `sync_${SyncView}`;

/** Pages on which what waits for a decision stands. */
const proposes: ReadonlySet<Noted> = new Set(["overview", "decisions", "decision", "transfers"]);
/** Pages with figures of whole days, and those with what is written over otherwise. */
const figures: ReadonlySet<Noted> = new Set(["overview", "reports", "worth", "sync_accuracy"]);
const writtenOver: ReadonlySet<Noted> = new Set(["decisions", "decision", "ads"]);
/** Pages of what is kept row by row. */
const rows: ReadonlySet<Noted> = new Set([
  "lanes",
  "catalogue",
  "channels",
  "promotions",
  "alerts",
  "imports",
  ...(["company", "people", "policy", "connections", "alerts"] as const).map(
    (page) => `settings_${page}` as const,
  ),
]);

interface PastPageProps {
  path: string;
  params: SearchParams;
  note: Noted;
  children: ReactNode;
}

/** A page as of a moment: the bar that says so, what of it is not kept, and its content standing at that moment. Null: as of now. */
export const PastPage = ({ asOf, children, ...props }: PastPageProps & { asOf: Date | null }) =>
  asOf ? (
    <OfThen asOf={asOf} {...props}>
      {children}
    </OfThen>
  ) : (
    children
  );

async function OfThen({ asOf, path, params, note, children }: PastPageProps & { asOf: Date }) {
  const [t, format, { firstAt, proposedSince, keptSince, kpisKeptSince, rowsKeptSince, pruned }] =
    await Promise.all([getTranslations("past"), getFormat(), readReach(getDb())]);
  const notes = [
    t(`notes.${note}`),
    ...(firstAt && asOf < firstAt ? [t("beforeFirst", { at: format.moment(firstAt) })] : []),
    ...(proposedSince && asOf < proposedSince && proposes.has(note)
      ? [t("beforeProposed", { at: format.moment(proposedSince) })]
      : []),
    ...(pruned && asOf < keptSince
      ? [t("pruned", { at: format.moment(keptSince) })]
      : [
          ...(asOf < keptSince && writtenOver.has(note)
            ? [t("beforeKept", { at: format.moment(keptSince) })]
            : []),
          ...(asOf < kpisKeptSince && figures.has(note)
            ? [t("beforeFigures", { at: format.moment(kpisKeptSince) })]
            : []),
          ...(asOf < rowsKeptSince && rows.has(note)
            ? [t("beforeRows", { at: format.moment(rowsKeptSince) })]
            : []),
        ]),
  ];
  const now = new URLSearchParams(keptOf(params).map(([name, value]) => [name, value]));
  const moment = asOf.toISOString();
  return (
    <>
      <PastBar asOf={moment} nowHref={now.size > 0 ? `${path}?${now}` : path} notes={notes} />
      <StandAt asOf={moment}>{children}</StandAt>
    </>
  );
}

/** What else is in the address of a page, to stay when another moment is chosen. A place in a list is of one moment only. */
export const keptOf = (params: SearchParams): (readonly [string, string])[] =>
  Object.entries(params).flatMap(([key, value]) =>
    key !== "asOf" && key !== "cursor" && typeof value === "string" ? [[key, value] as const] : [],
  );
