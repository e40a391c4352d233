"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Age } from "@/components/age";
import { type Column, DataTable, type TablePage } from "@/components/data-table";
import { Code } from "@/components/data-table/cells";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { accuracyFields } from "@/lib/metrics/order-accuracy/compute";
import { Problem } from "../../orders/_components/problem";
import type { WrongRow } from "../load-trust";

/** Orders that are not what their source says: what differs, since when, and whether it was settled. */
export function WrongTable({
  page,
  query,
  channels,
  base,
}: {
  page: TablePage<WrongRow>;
  query: string;
  channels: { code: string; name: string }[];
  base: "exceptions" | "figure";
}) {
  const t = useTranslations("trust.wrong");
  const fields = useTranslations("trust.fields");
  const resolutions = useTranslations("trust.resolutions");
  const format = useFormat();
  const columns = useMemo<Column<WrongRow>[]>(
    () => [
      {
        key: "order",
        kind: "code",
        widthPx: 168,
        header: t("order"),
        identity: true,
        cell: (row) => <Code text={row.externalId} />,
        phone: "identity",
      },
      {
        key: "channel",
        kind: "custom",
        widthPx: 168,
        header: t("channel"),
        cell: (row) => row.channelName,
        phone: "state",
      },
      {
        key: "problem",
        kind: "title",
        header: t("differs"),
        cell: (row) => (
          <Problem
            problem={
              row.result === "different"
                ? { kind: "different", differences: row.differences.map(plain) }
                : { kind: row.result }
            }
          />
        ),
        phone: "figure",
      },
      {
        key: "settled",
        kind: "custom",
        widthPx: 200,
        header: t("settled"),
        offAtFirst: base === "exceptions",
        cell: (row) =>
          row.resolvedAt === null ? (
            <span className="text-at-risk-ink">{t("open")}</span>
          ) : (
            <span className="text-muted">
              {row.resolution && resolutions.has(row.resolution)
                ? resolutions(row.resolution as "keep_ours")
                : t("settledWord")}
            </span>
          ),
      },
      {
        key: "placed",
        kind: "custom",
        widthPx: 168,
        header: t("placed"),
        cell: (row) => format.moment(row.placedAt),
      },
      { key: "checked", kind: "date", header: t("checked"), cell: (row) => <Age from={row.checkedAt} /> },
    ],
    [t, resolutions, format, base],
  );
  return (
    <DataTable<WrongRow>
      id={`sync-differ-${base}`}
      label={t("title")}
      columns={columns}
      page={page}
      more="/api/pages/sync/differ"
      rowId={(row) => String(row.checkId)}
      rowLabel={(row) => row.externalId}
      rowHref={(row) => `/sync?${query}&open=${row.checkId}`}
      filters={[
        {
          key: "field",
          label: t("differs"),
          suggested: true,
          options: accuracyFields.map((value) => ({ value, label: fields(value) })),
        },
        {
          key: "channel",
          label: t("channel"),
          suggested: true,
          options: channels.map((one) => ({ value: one.code, label: one.name })),
        },
      ]}
      search
      csvHref="/api/pages/sync/differ/csv"
      sourceLabel={t("title")}
      height={base === "figure" ? 420 : "fill"}
      empty={<EmptyState kind="allDone" title={t(base === "figure" ? "emptyFigure" : "empty")} />}
    />
  );
}

/** As the sentence about an order takes it. */
const plain = (one: WrongRow["differences"][number]) => ({
  ...one,
  ours: typeof one.ours === "boolean" ? String(one.ours) : one.ours,
  theirs: typeof one.theirs === "boolean" ? String(one.theirs) : one.theirs,
});
