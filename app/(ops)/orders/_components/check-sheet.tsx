"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/button";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import type { OrderCheck, OrderDetail } from "@/db/queries/orders";
import { bothVersions } from "../_view/both-versions";
import { resolveCheck } from "../actions";
import { AddressedSheet } from "./sheet";
import { VersionsTable } from "./versions-table";

type Sent = Omit<OrderCheck, "placedAt" | "checkedAt" | "resolvedAt"> & {
  placedAt: string;
  checkedAt: string;
  resolvedAt: string | null;
};

/** Both records side by side, differences marked, with the one click that takes over the source's version. */
export function CheckSheet({
  check,
  order,
  mayResolve,
  param = "check",
  path = "/orders",
}: {
  check: Sent;
  /** The order as it is here; null: it never arrived. */
  order: Pick<OrderDetail, "currency" | "customerRef" | "country" | "state" | "totalMinor" | "lines"> | null;
  mayResolve: boolean;
  param?: "check" | "open";
  path?: string;
}) {
  const t = useTranslations("orders");
  const format = useFormat();
  const resolutions = useTranslations("trust.resolutions");
  const resolutionOf = (key: string) => (resolutions.has(key) ? resolutions(key as "keep_ours") : null);
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
  const open = check.resolvedAt === null && answer?.ok !== true;
  return (
    <AddressedSheet
      param={param}
      path={path}
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
        <p className="pb-3">
          {t("check.resolved", { at: format.moment(check.resolvedAt) })}{" "}
          {check.resolution ? resolutionOf(check.resolution) : null}
        </p>
      ) : null}
      {check.result === "different" ? null : (
        <p className="pb-3">{t(`check.${check.result}` as "check.missing")}</p>
      )}
      <VersionsTable
        rows={bothVersions(order, check.sourceRecord, check.differences)}
        currency={order?.currency ?? null}
      />
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
