"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { announce } from "@/components/live/announcer";
import { Money } from "@/components/money";
import { Panel } from "@/components/panel";
import { SideSheet } from "@/components/side-sheet";
import { SimpleTable } from "@/components/simple-table";
import type { LaneRow } from "@/db/queries/lanes";
import type { LaneValues } from "@/lib/services/lane/save-input";
import { saveLaneAction } from "../actions";
import { type LaneChoices, LaneForm } from "./lane-form";
import { LaneLimits, LaneTimes } from "./lane-words";

interface Saved {
  laneId: number;
  version: number;
  name: string;
  /** Null: it was made, so there is nothing to take back to. */
  before: LaneValues | null;
}

/** Every lane with its times, costs and limits, and the way to change one or make another. */
export function LanesTable(props: { lanes: LaneRow[]; choices: LaneChoices; mayEdit: boolean }) {
  const { lanes, choices, mayEdit } = props;
  const t = useTranslations("transfers.lanes");
  const format = useFormat();
  const [openId, setOpenId] = useState<number | "new" | null>(null);
  const [saved, setSaved] = useState<Saved | null>(null);
  const undo = useAction(saveLaneAction, () => {
    setSaved(null);
    announce(t("takenBack"));
  });
  const daysDecimals = lanes.every(({ leadTimeDays }) => Number.isInteger(leadTimeDays)) ? 0 : 1;
  const opened = lanes.find(({ id }) => id === openId) ?? null;
  const nameOf = (lane: LaneRow) => `${lane.originCode} → ${lane.destinationCode}`;
  const onSaved = ({ laneId, version }: Pick<Saved, "laneId" | "version">, before: LaneValues | null) => {
    const lane = lanes.find(({ id }) => id === laneId);
    setSaved({
      laneId,
      version,
      name: lane ? nameOf(lane) : t("newLane"),
      before,
    });
    setOpenId(null);
    undo.clearError();
  };
  return (
    <Panel
      padded={false}
      title={t("title")}
      actions={
        mayEdit ? (
          <Button size="sm" onPress={() => setOpenId("new")}>
            {t("add")}
          </Button>
        ) : undefined
      }
    >
      <div className="px-4 empty:hidden">
        <ErrorNote error={undo.error} />
        {saved ? (
          <p role="status" className="flex flex-wrap items-center gap-3 py-2">
            {t("saved", { lane: saved.name })}
            {saved.before ? (
              <Button
                size="sm"
                pending={undo.pending}
                needsConnection
                onPress={() =>
                  saved.before &&
                  void undo.run({ laneId: saved.laneId, seenVersion: saved.version, values: saved.before })
                }
              >
                {t("takeBack")}
              </Button>
            ) : null}
          </p>
        ) : null}
      </div>
      <SimpleTable<LaneRow>
        caption={t("title")}
        rows={lanes}
        rowKey={(lane) => String(lane.id)}
        empty={<EmptyState kind="nothingYet" title={t("empty")} text={t("emptyText")} />}
        foot={mayEdit ? t("foot") : t("readOnly")}
        columns={[
          {
            key: "lane",
            header: t("columns.lane"),
            identity: true,
            cell: (lane) => (
              <span className="block py-1 whitespace-nowrap">
                <span className="font-mono">{nameOf(lane)}</span>
                {lane.active ? null : (
                  <span className="block text-caption font-normal text-muted">{t("inactive")}</span>
                )}
              </span>
            ),
          },
          {
            key: "days",
            header: t("columns.days"),
            align: "end",
            cell: (lane) => format.number(lane.leadTimeDays, { decimals: daysDecimals }),
          },
          {
            key: "times",
            header: t("columns.times"),
            cell: (lane) => (
              <span className={lane.shipWeekdays === null ? "whitespace-nowrap" : "block min-w-32"}>
                <LaneTimes lane={lane} />
              </span>
            ),
          },
          {
            key: "freight",
            header: t("columns.freight"),
            align: "end",
            cell: (lane) => (
              <Money
                value={{
                  minor: lane.freightMinorPerUnit + lane.handlingMinorPerUnit,
                  currency: lane.currency,
                }}
              />
            ),
          },
          {
            key: "fixed",
            header: t("columns.fixed"),
            align: "end",
            cell: (lane) => <Money value={{ minor: lane.fixedMinorPerShipment, currency: lane.currency }} />,
          },
          { key: "limits", header: t("columns.limits"), cell: (lane) => <LaneLimits lane={lane} /> },
          ...(mayEdit
            ? [
                {
                  key: "actions",
                  header: <span className="sr-only">{t("columns.actions")}</span>,
                  align: "end" as const,
                  cell: (lane: LaneRow) => (
                    <Button
                      size="sm"
                      label={t("editOf", { lane: nameOf(lane) })}
                      onPress={() => setOpenId(lane.id)}
                    >
                      {t("edit")}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      <SideSheet
        open={openId !== null}
        onClose={() => setOpenId(null)}
        title={opened ? nameOf(opened) : t("newLane")}
      >
        {openId === null ? null : <LaneForm key={openId} lane={opened} choices={choices} onSaved={onSaved} />}
      </SideSheet>
    </Panel>
  );
}
