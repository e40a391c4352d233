import { getTranslations } from "next-intl/server";
import type { Db } from "@/db/client";
import { findOrderFlag } from "@/db/queries/order-flags";
import { findOrder } from "@/db/queries/orders";
import type { Actor } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";
import { sentFlag } from "../../orders/_view/sent-flag";
import { idIn, queryWithout } from "../lists";
import { loadHeld } from "../load-trust";
import { HeldSheet } from "./held-sheet";
import { HeldTable } from "./held-table";

/** Orders that do not add up, and the sheet of the one that the address opens. */
export async function HeldList({
  db,
  actor,
  params,
  channels,
}: {
  db: Db;
  actor: Actor;
  params: Record<string, string | string[] | undefined>;
  channels: { code: string; name: string }[];
}) {
  const opened = idIn(params.open);
  const [t, page, flag] = await Promise.all([
    getTranslations("trust.held"),
    loadHeld(db, params),
    opened === null ? null : findOrderFlag(db, opened),
  ]);
  const order = flag ? await findOrder(db, flag.orderId) : null;
  return (
    <>
      <p className="max-w-5xl pb-2 text-muted">{t("help")}</p>
      <HeldTable page={page} query={queryWithout(params, "open")} channels={channels} />
      {opened === null ? null : (
        <HeldSheet
          key={opened}
          flag={flag ? sentFlag(flag) : null}
          order={order}
          mayDecide={may(actor.role, "order.resolve")}
          next={nextAfter(page.rows, opened)}
          query={queryWithout(params, "open")}
        />
      )}
    </>
  );
}

/** The order that is to be looked at after this one; null: this is the last. */
function nextAfter(rows: { id: number; state: string }[], id: number): number | null {
  const waiting = rows.filter((row) => row.state === "open" && row.id !== id);
  const later = waiting.find((row) => row.id < id);
  return (later ?? waiting[0])?.id ?? null;
}
