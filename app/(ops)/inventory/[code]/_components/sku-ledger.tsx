import { getTranslations } from "next-intl/server";
import { zoneCity } from "@/components/format/date";
import { getFormat } from "@/components/format/server";
import { Panel } from "@/components/panel";
import { MomentField } from "@/components/past/moment-field";
import { getReadDb } from "@/db/client";
import type { Page } from "@/db/queries/shared/keyset";
import { type SkuMove, skuBalances, skuMoves } from "@/db/queries/sku-page";
import { movesPageSize } from "../live-rows";
import { LedgerTables } from "./ledger-tables";
import { LiveMoves } from "./live-tables";
import { PagesFoot } from "./pages-foot";

/** The ledger itself, now or as of a chosen moment. */
export async function SkuLedger({
  skuId,
  code,
  asOf,
  newest,
  cursor,
  hrefOf,
}: {
  skuId: number;
  code: string;
  asOf: Date | null;
  /** The newest moves; shown, and kept in step, where neither a moment nor an earlier page is asked for. */
  newest: Page<SkuMove>;
  cursor: string | null;
  /** Address of the page with another place in the ledger; null is its newest end. */
  hrefOf: (cursor: string | null) => string;
}) {
  const db = getReadDb();
  const [t, format, moves, balances] = await Promise.all([
    getTranslations("sku.ledger"),
    getFormat(),
    asOf || cursor ? skuMoves(db, skuId, { asOf, cursor, pageSize: movesPageSize }) : newest,
    asOf ? skuBalances(db, skuId, asOf) : null,
  ]);
  return (
    <Panel
      id="ledger"
      title={t("title")}
      subtitle={asOf ? t("asOf", { moment: format.moment(asOf) }) : cursor ? undefined : t("newest")}
      padded={false}
      className="xl:col-span-2"
      actions={
        <form className="flex items-center gap-2" action={`/inventory/${encodeURIComponent(code)}#ledger`}>
          <label className="text-caption text-muted" htmlFor="ledger-as-of">
            {t("asOfLabel", { zone: zoneCity(format.timeZone) })}
          </label>
          <MomentField id="ledger-as-of" asOf={asOf?.toISOString() ?? null} />
          <button
            type="submit"
            className="h-(--control-height) rounded-control border border-field-border px-3 hover:bg-surface-secondary"
          >
            {t("show")}
          </button>
        </form>
      }
    >
      {moves === newest ? <LiveMoves /> : <LedgerTables moves={moves.rows} balances={balances} />}
      <PagesFoot
        earlierHref={moves.nextCursor && hrefOf(moves.nextCursor)}
        newestHref={cursor && hrefOf(null)}
      />
    </Panel>
  );
}
