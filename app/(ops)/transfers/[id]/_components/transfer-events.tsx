import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import type { TransferEventRow } from "@/db/queries/transfers";

/** What both ends said, in the order in which it was recorded. */
export function TransferEvents({ events }: { events: TransferEventRow[] }) {
  const t = useTranslations("transfers.events");
  const format = useFormat();
  return (
    <Panel title={t("title")}>
      {events.length === 0 ? (
        <EmptyState kind="nothingYet" title={t("none")} />
      ) : (
        <ol className="divide-y divide-border">
          {events.map((event) => {
            const units = event.lines.reduce((sum, line) => sum + line.quantity, 0);
            return (
              <li key={event.eventId} className="flex flex-wrap gap-x-4 py-1.5">
                <time dateTime={event.occurredAt.toISOString()} className="w-40 shrink-0 text-muted">
                  {format.moment(event.occurredAt, "table")}
                </time>
                <span className="min-w-0 flex-1">
                  {t(event.kind, { count: units })}
                  {event.kind === "received" && !event.final ? ` ${t("more")}` : null}
                  <span className="text-muted">
                    {" · "}
                    {t(event.source, { name: event.recordedBy })}
                    {event.note ? ` · ${event.note}` : ""}
                  </span>
                </span>
              </li>
            );
          })}
        </ol>
      )}
    </Panel>
  );
}
