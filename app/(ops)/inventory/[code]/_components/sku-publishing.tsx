"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { announce } from "@/components/live/announcer";
import { Panel } from "@/components/panel";
import { Quantity } from "@/components/quantity";
import { SideSheet } from "@/components/side-sheet";
import { SimpleTable } from "@/components/simple-table";
import { ToSell } from "@/components/to-sell";
import type { ToSellSteps } from "@/lib/metrics/available-to-sell/steps";
import { setRuleAction } from "../actions";
import { type HeldRule, RuleForm, type RuleValues } from "./rule-form";

/** A listing as the page hands it on. */
export interface PublishingRow {
  listingId: number;
  channelId: number;
  channelName: string;
  published: number | null;
  drift: number | null;
  /** Beyond the tolerance. */
  drifting: boolean;
  steps: ToSellSteps;
  /** The SKU's own rule on this channel. */
  rule: HeldRule | null;
  /** What holds without it. */
  wider: RuleValues;
}

interface SkuPublishingProps {
  skuId: number;
  code: string;
  rows: PublishingRow[];
  /** The SKU's own rule on every channel. */
  everywhere: HeldRule | null;
  mayEdit: boolean;
}

interface Saved {
  channelId: number | null;
  name: string;
  before: RuleValues;
  version: number;
}

const noRule: RuleValues = { sharePercent: null, bufferUnits: null, maxUnits: null };

/** What can be sold on each channel, how that comes about, and the SKU's own rules for it. */
export function SkuPublishing({ skuId, code, rows, everywhere, mayEdit }: SkuPublishingProps) {
  const t = useTranslations("publishing");
  const format = useFormat();
  /** The channel whose rule is open; null: none; "all": the rule on every channel. */
  const [opened, setOpened] = useState<number | "all" | null>(null);
  const [saved, setSaved] = useState<Saved | null>(null);
  const undo = useAction(setRuleAction, () => {
    setSaved(null);
    announce(t("sku.takenBack"));
  });
  const row = rows.find(({ channelId }) => channelId === opened);
  const rule = row ? row.rule : everywhere;
  const name = row?.channelName ?? t("sku.everyChannel");
  const takeBack = ({ channelId, before, version }: Saved) =>
    void undo.run({ skuId, channelId, ...before, seenVersion: version });
  return (
    <Panel
      id="publishing"
      title={t("sku.title")}
      padded={false}
      className="xl:col-span-2"
      actions={
        mayEdit && rows.length > 0 ? (
          <Button onPress={() => setOpened("all")}>{t("sku.editAll")}</Button>
        ) : undefined
      }
    >
      <div className="px-4 empty:hidden">
        <ErrorNote error={undo.error} />
        {saved ? (
          <p role="status" className="flex flex-wrap items-center gap-3 pb-2">
            {t("sku.saved", { channel: saved.name })}
            <Button size="sm" pending={undo.pending} needsConnection onPress={() => takeBack(saved)}>
              {t("sku.takeBack")}
            </Button>
          </p>
        ) : null}
      </div>
      <SimpleTable
        caption={t("sku.title")}
        rows={rows}
        rowKey={(one) => String(one.listingId)}
        empty={<EmptyState kind="nothingYet" title={t("sku.empty")} />}
        foot={t("steps.precedence")}
        columns={[
          { key: "channel", header: t("sku.channel"), identity: true, cell: (one) => one.channelName },
          { key: "how", header: t("sku.how"), cell: (one) => <ToSell steps={one.steps} /> },
          {
            key: "published",
            header: t("sku.published"),
            align: "end",
            cell: (one) => (
              <>
                <Quantity value={one.published} unit="none" />
                {one.drifting && one.drift !== null ? (
                  <span
                    className={`block text-caption ${one.drift > 0 ? "text-out-ink" : "text-at-risk-ink"}`}
                  >
                    {t(one.drift > 0 ? "sku.oversell" : "sku.hidden", {
                      units: format.number(Math.abs(one.drift)),
                    })}
                  </span>
                ) : null}
              </>
            ),
          },
          ...(mayEdit
            ? [
                {
                  key: "actions",
                  header: <span className="sr-only">{t("sku.actions")}</span>,
                  align: "end" as const,
                  cell: (one: PublishingRow) => (
                    <Button
                      size="sm"
                      label={t("sku.editOf", { channel: one.channelName })}
                      onPress={() => setOpened(one.channelId)}
                    >
                      {t("sku.edit")}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      <SideSheet
        open={opened !== null}
        onClose={() => setOpened(null)}
        title={row ? t("sku.sheet", { sku: code, channel: name }) : t("sku.sheetAll", { sku: code })}
      >
        <RuleForm
          skuId={skuId}
          channelId={row?.channelId ?? null}
          rule={rule}
          wider={row?.wider ?? null}
          onSaved={(version, before) => {
            setSaved({ channelId: row?.channelId ?? null, name, before: before ?? noRule, version });
            setOpened(null);
            undo.clearError();
          }}
        />
      </SideSheet>
    </Panel>
  );
}
