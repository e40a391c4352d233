import { getTranslations } from "next-intl/server";
import type { Db } from "@/db/client";
import { findOrder, findOrderCheck } from "@/db/queries/orders";
import type { Actor } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";
import { CheckSheet } from "../../orders/_components/check-sheet";
import { idIn, queryWithout } from "../lists";
import { loadWrong } from "../load-trust";
import { WrongTable } from "./wrong-table";

/** Orders that are not what their source says, and the sheet that holds both versions of one side by side. */
export async function WrongList({
  db,
  actor,
  params,
  channels,
  base,
  help = true,
}: {
  db: Db;
  actor: Actor;
  params: Record<string, string | string[] | undefined>;
  channels: { code: string; name: string }[];
  /** Of the exceptions: those that still differ. Of a figure: all that it counts. */
  base: "exceptions" | "figure";
  help?: boolean;
}) {
  const opened = idIn(params.open);
  const [t, page, check] = await Promise.all([
    getTranslations("trust.wrong"),
    loadWrong(db, params),
    opened === null ? null : findOrderCheck(db, opened),
  ]);
  const order = check?.orderId ? await findOrder(db, check.orderId) : null;
  return (
    <>
      {help ? <p className="max-w-5xl pb-2 text-muted">{t("help")}</p> : null}
      <WrongTable page={page} query={queryWithout(params, "open")} channels={channels} base={base} />
      {check ? (
        <CheckSheet
          key={check.id}
          check={{
            ...check,
            placedAt: check.placedAt.toISOString(),
            checkedAt: check.checkedAt.toISOString(),
            resolvedAt: check.resolvedAt?.toISOString() ?? null,
          }}
          order={order}
          mayResolve={may(actor.role, "order.resolve")}
          param="open"
          path="/sync"
        />
      ) : null}
    </>
  );
}
