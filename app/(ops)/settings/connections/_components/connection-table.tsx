"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/empty-state";
import { Freshness } from "@/components/freshness";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { usePastMoment } from "@/components/past/moment";
import { NotKept } from "@/components/past/not-kept";
import { SideSheet } from "@/components/side-sheet";
import { SimpleTable } from "@/components/simple-table";
import type { ConnectionRow } from "./connection-row";
import { CsvLink } from "./csv-link";
import { EditConnection } from "./edit-connection";

/** Every connection; the opened one stands in the address. */
export function ConnectionTable({
  connections,
  openKey,
  liveNames,
}: {
  connections: ConnectionRow[];
  openKey: string | null;
  /** Names of the vendors that are spoken to live; their connections have pages of their own. */
  liveNames: Record<string, string>;
}) {
  const t = useTranslations("settings.connections");
  const router = useRouter();
  const past = usePastMoment() !== null;
  const opened = connections.find((row) => row.key === openKey);
  const close = () => {
    if (openKey !== null) router.replace("/settings/connections", { scroll: false });
  };
  return (
    <Panel padded={false}>
      <SimpleTable
        caption={t("caption")}
        foot={<CsvLink href="/api/pages/connections/csv" />}
        rows={connections}
        rowKey={(row) => row.key}
        empty={<EmptyState kind="nothingYet" title={t("none")} text={t("noneText")} />}
        columns={[
          {
            key: "name",
            header: t("name"),
            identity: true,
            // Of a past moment there is nothing to open but the pages of live ones.
            cell: (row) =>
              past && !(row.vendor in liveNames) ? (
                row.name
              ) : (
                <AppLink
                  href={
                    row.vendor in liveNames
                      ? `/settings/connections/${row.key}`
                      : `/settings/connections?open=${row.key}`
                  }
                  className="underline decoration-border underline-offset-2"
                >
                  {row.name}
                </AppLink>
              ),
          },
          { key: "key", header: t("key"), cell: (row) => <code className="font-mono">{row.key}</code> },
          {
            key: "vendor",
            header: t("vendor"),
            cell: (row) => liveNames[row.vendor] ?? vendorName(row.vendor, t),
          },
          { key: "state", header: t("state"), cell: (row) => <State row={row} /> },
          {
            key: "read",
            header: t("lastReading"),
            cell: (row) => {
              const limitMinutes = row.lagLimitSeconds === null ? undefined : row.lagLimitSeconds / 60;
              const age = <Freshness asOf={row.lastConfirmedAt} limitMinutes={limitMinutes} />;
              return row.lastConfirmedAt ? age : <NotKept otherwise={age} />;
            },
          },
          { key: "secret", header: t("secret"), cell: (row) => (row.signed ? t("kept") : t("noSecret")) },
        ]}
      />
      <SideSheet open={Boolean(opened)} onClose={close} title={opened?.name ?? ""}>
        {opened ? <EditConnection key={opened.key} row={opened} /> : null}
      </SideSheet>
    </Panel>
  );
}

function State({ row }: { row: ConnectionRow }) {
  const t = useTranslations("settings.connections");
  const own = useTranslations("connections.states");
  if (row.reconnectSince && row.state !== "disconnected")
    return <span className="text-out-ink">{own("reconnect")}</span>;
  const known = ["active", "paused", "error", "disconnected"].includes(row.state);
  return (
    <span className={row.state === "error" ? "text-out-ink" : row.state === "active" ? "" : "text-muted"}>
      {known ? t(`states.${row.state}`) : row.state}
      {row.lastError && row.state === "error" ? (
        <span className="block text-caption">{row.lastError}</span>
      ) : null}
    </span>
  );
}

const vendorName = (vendor: string, t: ReturnType<typeof useTranslations<"settings.connections">>) =>
  t.has(`vendors.${vendor}`) ? t(`vendors.${vendor}`) : vendor;
