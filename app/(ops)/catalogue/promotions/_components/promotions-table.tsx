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
import { usePastMoment } from "@/components/past/moment";
import { SideSheet } from "@/components/side-sheet";
import { SimpleTable } from "@/components/simple-table";
import { endPromotionAction } from "../actions";
import { PromotionForm } from "./promotion-form";
import type { Promotion, PromotionChannel } from "./promotion-types";

interface PromotionsTableProps {
  promotions: Promotion[];
  channels: PromotionChannel[];
  companyZone: string;
  mayEdit: boolean;
}

/** Promotions with what they hold back and when; added, changed, ended before their time and let go on. */
export function PromotionsTable({ promotions, channels, companyZone, mayEdit }: PromotionsTableProps) {
  const t = useTranslations("publishing.promotions");
  const format = useFormat();
  const past = usePastMoment() !== null;
  const [opened, setOpened] = useState<Promotion | "new" | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const ending = useAction(endPromotionAction);
  const tell = (text: string) => {
    setTold(text);
    announce(text);
  };
  const end = async (row: Promotion, over: boolean) => {
    const result = await ending.run({ promotionId: row.id, seenVersion: row.version, end: over });
    if (result.ok) tell(t(over ? "ended" : "resumed", { name: row.name }));
  };
  const what = (row: Promotion): string =>
    t(row.side, {
      units: row.units,
      skus: row.everySku ? t("everySku") : t("skus", { count: row.skus }),
      channel: row.channelName ?? t("everyChannel"),
    });
  const add = mayEdit ? (
    <Button variant="primary" onPress={() => setOpened("new")}>
      {t("add")}
    </Button>
  ) : undefined;
  return (
    <Panel title={t("title")} padded={false} actions={promotions.length > 0 ? add : undefined}>
      <div className="flex flex-col gap-2 px-4 empty:hidden">
        <ErrorNote error={ending.error} />
        {told ? <p className="pb-2 text-muted">{told}</p> : null}
      </div>
      <SimpleTable
        caption={t("caption")}
        rows={promotions}
        rowKey={(row) => String(row.id)}
        empty={
          <EmptyState
            kind="nothingYet"
            title={t("empty")}
            text={past ? undefined : t(mayEdit ? "emptyText" : "emptyReadOnly")}
            action={add}
          />
        }
        foot={mayEdit || past ? undefined : t("readOnly")}
        columns={[
          {
            key: "name",
            header: t("name"),
            identity: true,
            cell: (row) => <span className="block min-w-40 py-1">{row.name}</span>,
          },
          {
            key: "state",
            header: t("state"),
            cell: (row) => (
              <span className={row.phase === "running" ? "font-medium" : "text-muted"}>
                {t(`phases.${row.phase}`, { by: row.cancelledBy ?? "" })}
              </span>
            ),
          },
          {
            key: "what",
            header: t("what"),
            cell: (row) => (
              <span className="block py-1" title={row.everySku ? undefined : row.skuCodes.join(", ")}>
                {what(row)}
                {row.sold ? (
                  <span className="block text-caption text-muted">
                    {t("sold", {
                      units: row.sold.units,
                      times: format.number(row.sold.times, { decimals: 1 }),
                    })}
                  </span>
                ) : null}
                {row.unmeasured ? (
                  <span className="block text-caption text-muted">{t(`unmeasured.${row.unmeasured}`)}</span>
                ) : null}
              </span>
            ),
          },
          {
            key: "period",
            header: t("period"),
            cell: (row) => (
              <span className="block py-1">
                {t("span", { from: format.moment(row.startsAt), to: format.moment(row.endsAt) })}
                <span className="block text-caption text-muted">{t("zone", { zone: row.timeZone })}</span>
              </span>
            ),
          },
          ...(mayEdit
            ? [
                {
                  key: "actions",
                  header: <span className="sr-only">{t("actions")}</span>,
                  align: "end" as const,
                  cell: (row: Promotion) => (
                    <Deeds
                      row={row}
                      pending={ending.pending}
                      onEdit={() => setOpened(row)}
                      onEnd={(over) => void end(row, over)}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
      <SideSheet
        open={opened !== null}
        onClose={() => setOpened(null)}
        title={opened === "new" || opened === null ? t("add") : opened.name}
      >
        <PromotionForm
          promotion={opened === "new" ? null : opened}
          channels={channels}
          companyZone={companyZone}
          onSaved={(name) => {
            setOpened(null);
            tell(t("saved", { name }));
          }}
        />
      </SideSheet>
    </Panel>
  );
}

function Deeds({
  row,
  pending,
  onEdit,
  onEnd,
}: {
  row: Promotion;
  pending: boolean;
  onEdit: () => void;
  onEnd: (over: boolean) => void;
}) {
  const t = useTranslations("publishing.promotions");
  const { name, phase } = row;
  // Not to the second: whether it is over is decided when the button is pressed.
  const over = phase === "over" || new Date(row.endsAt).getTime() <= Date.now();
  if (over) return null;
  if (phase === "cancelled")
    return (
      <Button
        size="sm"
        pending={pending}
        needsConnection
        label={t("resumeOf", { name })}
        onPress={() => onEnd(false)}
      >
        {t("resume")}
      </Button>
    );
  return (
    <span className="flex justify-end gap-1">
      <Button size="sm" label={t("editOf", { name })} onPress={onEdit}>
        {t("edit")}
      </Button>
      <Button
        size="sm"
        pending={pending}
        needsConnection
        label={t("endOf", { name })}
        onPress={() => onEnd(true)}
      >
        {t("end")}
      </Button>
    </span>
  );
}
