"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { announce } from "@/components/live/announcer";
import { Panel } from "@/components/panel";
import { usePastMoment } from "@/components/past/moment";
import { NotKept } from "@/components/past/not-kept";
import { SideSheet } from "@/components/side-sheet";
import { SimpleTable } from "@/components/simple-table";
import { shareDecimals } from "@/components/to-sell";
import type { ChannelRow } from "@/db/queries/publishing";
import { setChannelAction } from "../actions";
import { ChannelForm, type ChannelValues } from "./channel-form";

interface Saved {
  channel: ChannelRow;
  before: ChannelValues;
  after: ChannelValues;
}

/** Every channel with what it keeps back, how far it drifts each way, and the way to change it. */
export function ChannelsTable({ channels, mayEdit }: { channels: ChannelRow[]; mayEdit: boolean }) {
  const t = useTranslations("publishing.channels");
  const format = useFormat();
  const past = usePastMoment() !== null;
  const [openId, setOpenId] = useState<number | null>(null);
  const [saved, setSaved] = useState<Saved | null>(null);
  const undo = useAction(setChannelAction, () => {
    setSaved(null);
    announce(t("takenBack"));
  });
  const opened = channels.find(({ id }) => id === openId);
  const units = (value: number) => format.number(value);
  return (
    <Panel padded={false}>
      <div className="px-4 empty:hidden">
        <ErrorNote error={undo.error} />
        {saved ? (
          <p role="status" className="flex flex-wrap items-center gap-3 py-2">
            {t("saved", { channel: saved.channel.name })}
            <Button
              size="sm"
              pending={undo.pending}
              needsConnection
              onPress={() =>
                void undo.run({ channelId: saved.channel.id, values: saved.before, seen: saved.after })
              }
            >
              {t("takeBack")}
            </Button>
          </p>
        ) : null}
      </div>
      <SimpleTable
        caption={t("caption")}
        rows={channels}
        rowKey={(row) => row.code}
        empty={<EmptyState kind="nothingYet" title={t("empty")} />}
        foot={mayEdit || past ? t("foot") : `${t("foot")} ${t("readOnly")}`}
        columns={[
          {
            key: "channel",
            header: t("channel"),
            identity: true,
            cell: (row) => (
              <span className="block py-1">
                {row.name}
                <span className="block text-caption font-normal text-muted">
                  {row.active ? null : `${t("inactive")} · `}
                  {row.locations.length > 0
                    ? t("servedBy", { places: format.list(row.locations) })
                    : t("servedByNone")}
                </span>
              </span>
            ),
          },
          {
            key: "share",
            header: t("share"),
            align: "end",
            cell: (row) => format.percent(row.share, { decimals: shareDecimals(row.share) }),
          },
          {
            key: "reserve",
            header: t("reserve"),
            align: "end",
            cell: (row) => units(row.promotionReserveUnits),
          },
          { key: "buffer", header: t("buffer"), align: "end", cell: (row) => units(row.bufferUnits) },
          {
            key: "max",
            header: t("max"),
            align: "end",
            cell: (row) =>
              row.maxUnits === null ? (
                <span className="text-muted">{t("noLimit")}</span>
              ) : (
                units(row.maxUnits)
              ),
          },
          { key: "own", header: t("own"), align: "end", cell: (row) => units(row.ownRules) },
          { key: "drift", header: t("drift"), cell: (row) => <NotKept otherwise={<Drift row={row} />} /> },
          ...(mayEdit
            ? [
                {
                  key: "actions",
                  header: <span className="sr-only">{t("actions")}</span>,
                  align: "end" as const,
                  cell: (row: ChannelRow) => (
                    <Button
                      size="sm"
                      label={t("editOf", { channel: row.name })}
                      onPress={() => setOpenId(row.id)}
                    >
                      {t("edit")}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      <SideSheet open={opened !== undefined} onClose={() => setOpenId(null)} title={opened?.name ?? ""}>
        {opened ? (
          <ChannelForm
            channel={opened}
            onSaved={(before, after) => {
              setSaved({ channel: opened, before, after });
              setOpenId(null);
              undo.clearError();
            }}
          />
        ) : null}
      </SideSheet>
    </Panel>
  );
}

/** Listings beyond the tolerance, each way with the way to them; never netted. */
function Drift({ row }: { row: ChannelRow }) {
  const t = useTranslations("publishing.channels");
  const format = useFormat();
  if (row.oversell + row.hidden === 0)
    return <span className="text-muted">{t("within", { count: format.number(row.listings) })}</span>;
  const href = (direction: string) =>
    `/sync?${new URLSearchParams({ list: "drift", source: row.name.replaceAll(",", "%2C"), direction })}`;
  return (
    <span className="flex flex-wrap gap-x-3">
      {row.oversell > 0 ? (
        <AppLink href={href("oversell")} className="text-out-ink underline underline-offset-2">
          {t("oversell", { count: row.oversell })}
        </AppLink>
      ) : null}
      {row.hidden > 0 ? (
        <AppLink href={href("hidden")} className="text-at-risk-ink underline underline-offset-2">
          {t("hidden", { count: row.hidden })}
        </AppLink>
      ) : null}
    </span>
  );
}
