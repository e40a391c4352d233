import { getTranslations } from "next-intl/server";
import { getFormat } from "@/components/format/server";
import type { Queryable } from "@/db/client";
import type { Actor } from "@/lib/services/_shared/actor";
import { listWaiting, type Waiting } from "@/lib/services/policy/waiting";
import { exceededWords } from "../../decisions/_view/authority-words";
import type { WaitingRow } from "./_components/waiting-panel";

/** What waits for a second person, in words. */
export async function loadWaiting(db: Queryable, actor: Actor, currency: string): Promise<WaitingRow[]> {
  const [rows, t, second, format] = await Promise.all([
    listWaiting(db, actor),
    getTranslations("authority"),
    getTranslations("authority.second"),
    getFormat(),
  ]);
  return rows.map((row) => ({
    id: row.id,
    what: [format.list(row.facts.kinds.map((kind) => t(`kind.${kind}`))), row.name]
      .filter(Boolean)
      .join(": "),
    href: hrefOf(row),
    asked: t("waiting.askedBy", { name: row.askedBy, at: format.moment(row.askedAt) }),
    exceeded: exceededWords(second, { format, currency }, row.exceeded),
    others: row.others.length > 0 ? format.list(row.others) : t("waiting.nobody"),
    mayApprove: row.mayApprove,
    mayTakeBack: row.mayTakeBack,
  }));
}

function hrefOf({ kind, recommendationId }: Waiting): string | null {
  if (recommendationId !== null) return `/decisions?id=${recommendationId}`;
  return kind === "ad_budget" ? "/ads" : "/sync";
}
