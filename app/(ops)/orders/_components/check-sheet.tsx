"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/button";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { SimpleTable } from "@/components/simple-table";
import type { OrderCheck } from "@/db/queries/orders";
import { resolveCheck } from "../actions";
import { AddressedSheet } from "./sheet";

type Sent = Omit<OrderCheck, "placedAt" | "checkedAt" | "resolvedAt"> & {
  placedAt: string;
  checkedAt: string;
  resolvedAt: string | null;
};

/** Both records side by side, differences marked, with the one click that takes over the source's version. */
export function CheckSheet({ check, mayResolve }: { check: Sent; mayResolve: boolean }) {
  const t = useTranslations("orders");
  const format = useFormat();
  const [pending, setPending] = useState(false);
  const [answer, setAnswer] = useState<{ ok: boolean; message: string } | null>(null);
  const resolve = async (resolution: "use_source" | "keep_ours") => {
    setPending(true);
    const result = await resolveCheck({ checkId: check.id, resolution });
    setAnswer(
      result.ok
        ? { ok: true, message: t(`check.${resolution}Done`) }
        : { ok: false, message: result.error.message },
    );
    setPending(false);
  };
  const fieldName = (field: string) =>
    t.has(`problems.fields.${field}`) ? t(`problems.fields.${field}` as "problems.fields.quantity") : field;
  const shown = (value: string | number | null, field: string) => {
    if (value === null) return t("problems.nothing");
    const state = (field === "status" || field === "state") && t.has(`states.${value}`);
    return state ? t(`states.${value}` as "states.open") : String(value);
  };
  const open = check.resolvedAt === null && answer?.ok !== true;
  return (
    <AddressedSheet
      param="check"
      title={t("check.title", { id: check.externalId })}
      foot={
        open && mayResolve ? (
          <div className="flex gap-2">
            <Button variant="primary" pending={pending} needsConnection onPress={() => resolve("use_source")}>
              {t("check.useSource")}
            </Button>
            <Button
              variant="secondary"
              pending={pending}
              needsConnection
              onPress={() => resolve("keep_ours")}
            >
              {t("check.keepOurs")}
            </Button>
          </div>
        ) : undefined
      }
    >
      <p className="pb-3 text-muted">
        {t("check.lead", { channel: check.channelName, checked: format.moment(check.checkedAt) })}
      </p>
      <p
        aria-live="polite"
        className={
          answer
            ? `mb-3 rounded-chip px-3 py-2 ${answer.ok ? "bg-healthy-soft text-healthy-ink" : "bg-out-soft text-out-ink"}`
            : "sr-only"
        }
      >
        {answer?.message}
      </p>
      {check.resolvedAt ? (
        <p className="pb-3">{t("check.resolved", { at: format.moment(check.resolvedAt) })}</p>
      ) : null}
      {check.result === "different" ? (
        <SimpleTable
          caption={t("check.differences")}
          rows={check.differences}
          rowKey={(row) => `${row.field}:${row.lineNo}`}
          columns={[
            {
              key: "field",
              header: t("check.field"),
              identity: true,
              cell: (row) =>
                row.lineNo === null
                  ? fieldName(row.field)
                  : t("check.fieldOfLine", { field: fieldName(row.field), line: row.lineNo }),
            },
            {
              key: "ours",
              header: t("check.ours"),
              align: "end",
              cell: (row) => (
                <mark className="bg-at-risk-soft px-1 text-at-risk-ink">{shown(row.ours, row.field)}</mark>
              ),
            },
            {
              key: "theirs",
              header: t("check.theirs"),
              align: "end",
              cell: (row) => <span className="font-medium">{shown(row.theirs, row.field)}</span>,
            },
          ]}
        />
      ) : (
        <p>{t(`check.${check.result}` as "check.missing")}</p>
      )}
      {check.orderId ? (
        <p className="pt-4">
          <AppLink className="underline" href={`/orders?order=${check.orderId}`}>
            {t("check.openOrder")}
          </AppLink>
        </p>
      ) : null}
      {check.sourceRecord ? (
        <details className="pt-4">
          <summary className="cursor-pointer text-muted">{t("check.raw")}</summary>
          <pre className="mt-2 max-h-80 overflow-auto rounded-chip bg-surface-secondary p-3 font-mono text-caption">
            {JSON.stringify(check.sourceRecord, null, 2)}
          </pre>
        </details>
      ) : null}
    </AddressedSheet>
  );
}
