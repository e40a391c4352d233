import { useTranslations } from "next-intl";
import { Age } from "@/components/age";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { Queryable } from "@/db/client";
import { countOrderFlags } from "@/db/queries/order-flags";
import { countExceptions } from "@/db/queries/sync";
import { type AlertThen, alertsThen } from "@/db/queries/sync-then";
import { countWrongOrders } from "@/db/queries/wrong-orders";

const shownAlerts = 50;

/** How many of each kind were open; null: more than 10,000. */
interface OpenThen {
  counts: { list: "held" | "differ" | "rejected" | "unconfirmed"; count: number | null }[];
  alerts: AlertThen[];
}

export async function loadExceptionsThen(past: Queryable, asOf: Date): Promise<OpenThen> {
  const [held, differ, rejected, unconfirmed, alerts] = await Promise.all([
    countOrderFlags(past, {}),
    countWrongOrders(past, { openOnly: true }),
    countExceptions(past, "rejected", {}, asOf),
    countExceptions(past, "unconfirmed", {}, asOf),
    alertsThen(past, shownAlerts),
  ]);
  return {
    counts: [
      { list: "held", count: held },
      { list: "differ", count: differ },
      { list: "rejected", count: rejected },
      { list: "unconfirmed", count: unconfirmed },
    ],
    alerts,
  };
}

const notKept = ["drift", "unmapped", "dead", "pushed"] as const;

/** What was open of each kind of exception, and which alerts lasted. */
export function ExceptionsThen({ counts, alerts }: OpenThen) {
  const t = useTranslations("past.sync");
  const past = useTranslations("past");
  const lists = useTranslations("sync.lists");
  const kinds = useTranslations("alerts.kindNames");
  const format = useFormat();
  const rows = [...counts, ...notKept.map((list) => ({ list, count: undefined }))];
  return (
    <>
      <Panel title={t("open")} padded={false}>
        <SimpleTable<(typeof rows)[number]>
          caption={t("open")}
          rows={rows}
          rowKey={({ list }) => list}
          columns={[
            { key: "list", header: t("kind"), identity: true, cell: ({ list }) => lists(list) },
            {
              key: "count",
              header: t("count"),
              align: "end",
              cell: ({ count }) =>
                count === undefined ? (
                  <span className="text-muted">{past("notKept")}</span>
                ) : count === null ? (
                  t("over", { most: 10_000 })
                ) : (
                  format.number(count)
                ),
            },
          ]}
        />
      </Panel>
      <Panel title={t("alerts")} padded={false}>
        <SimpleTable<AlertThen>
          caption={t("alerts")}
          rows={alerts}
          rowKey={({ id }) => String(id)}
          empty={<EmptyState kind="allDone" title={t("noAlerts")} />}
          columns={[
            {
              key: "kind",
              header: t("kind"),
              identity: true,
              cell: ({ kind }) => (kinds.has(kind as "source_late") ? kinds(kind as "source_late") : kind),
            },
            { key: "source", header: t("source"), cell: ({ sourceName }) => sourceName },
            {
              key: "since",
              header: t("since"),
              align: "end",
              cell: ({ beganAt }) => <Age from={beganAt.toISOString()} />,
            },
          ]}
        />
      </Panel>
    </>
  );
}
