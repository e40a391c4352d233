"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { ActionState, actionStateOf } from "@/components/action-state";
import { Button } from "@/components/button";
import { type Column, DataTable, type TablePage } from "@/components/data-table";
import { Code, Title } from "@/components/data-table/cells";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { NotApplicable } from "@/components/unknown";
import { redeliverAction } from "../../actions";
import type { DeliveryRow } from "../load";

const states = ["queued", "sending", "accepted", "verified", "unconfirmed", "failed", "refused"] as const;

/** Messages to one endpoint with their newest attempt. A row opens all of its attempts. */
export function DeliveryTable({
  endpoint,
  page,
}: {
  endpoint: { key: string; name: string };
  page: TablePage<DeliveryRow>;
}) {
  const t = useTranslations("webhooks");
  const shared = useTranslations("actionStates");
  const format = useFormat();
  const router = useRouter();
  const params = useSearchParams();
  const { run, pending, error } = useAction(redeliverAction, () => router.refresh());
  const path = `/settings/webhooks/${encodeURIComponent(endpoint.key)}`;
  const kindOf = (kind: string) => (t.has(`kinds.${kind}`) ? t(`kinds.${kind}`) : kind);
  const columns: Column<DeliveryRow>[] = [
    {
      key: "at",
      kind: "custom",
      widthPx: 160,
      header: t("made"),
      identity: true,
      cell: (row) => format.moment(row.createdAt),
      phone: "identity",
    },
    {
      key: "message",
      kind: "custom",
      widthPx: 208,
      header: t("message"),
      cell: (row) => (
        <span className="flex min-w-0 gap-1.5">
          <span className="shrink-0">{kindOf(row.kind)}</span>
          <Code text={row.subject} />
        </span>
      ),
      phone: "figure",
    },
    {
      key: "state",
      kind: "state",
      widthPx: 184,
      header: t("state"),
      cell: (row) => <State state={row.state} />,
      phone: "state",
    },
    { key: "attempts", kind: "number", header: t("attempts"), cell: (row) => format.number(row.attempts) },
    {
      key: "status",
      kind: "number",
      widthPx: 72,
      header: t("status"),
      cell: (row) => row.httpStatus ?? <NotApplicable />,
    },
    {
      key: "duration",
      kind: "number",
      header: t("duration"),
      cell: (row) =>
        row.durationMs === null ? <NotApplicable /> : format.number(Math.round(row.durationMs)),
    },
    {
      key: "why",
      kind: "title",
      header: t("why"),
      cell: (row) => {
        const next = row.nextAttemptAt && t("nextAt", { moment: format.moment(row.nextAttemptAt) });
        return <Title text={[row.why, next].filter(Boolean).join(" ")} />;
      },
    },
    {
      key: "again",
      kind: "actions",
      widthPx: 120,
      header: t("actions"),
      cell: (row) =>
        row.again ? (
          <Button
            size="sm"
            pending={pending}
            needsConnection
            label={t("redeliverNamed", { subject: row.subject })}
            onPress={() => void run({ actionId: row.id })}
          >
            {t("redeliver")}
          </Button>
        ) : null,
    },
  ];
  return (
    <div className="flex flex-col gap-2">
      <h2 className="text-card font-semibold">{t("log", { name: endpoint.name })}</h2>
      <ErrorNote error={error} />
      <DataTable<DeliveryRow>
        id="deliveries"
        label={t("log", { name: endpoint.name })}
        columns={columns}
        page={page}
        more={`/api/pages/deliveries/${encodeURIComponent(endpoint.key)}`}
        csvHref={`/api/pages/deliveries/${encodeURIComponent(endpoint.key)}/csv`}
        rowId={(row) => row.id}
        rowHref={(row) => {
          const next = new URLSearchParams(params);
          next.set("open", row.id);
          return `${path}?${next}`;
        }}
        rowLabel={(row) => row.subject}
        filters={[
          {
            key: "state",
            label: t("state"),
            suggested: true,
            options: states.map((value) => ({ value, label: shared(value) })),
          },
        ]}
        sourceLabel={t("source")}
        empty={<EmptyState kind="nothingYet" title={t("noDeliveries")} text={t("noDeliveriesText")} />}
      />
    </div>
  );
}

function State({ state }: { state: string }) {
  const t = useTranslations("webhooks");
  const known = actionStateOf(state);
  return known ? <ActionState state={known} /> : <span className="text-muted">{t("givenUp")}</span>;
}
