"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import { approveWaitingAction, takeBackAction } from "../actions";

/** One decision that waits for a second person, in words. */
export interface WaitingRow {
  id: number;
  what: string;
  href: string | null;
  asked: string;
  exceeded: string;
  others: string;
  mayApprove: boolean;
  mayTakeBack: boolean;
}

/** What waits for a second person, oldest first, with the buttons of those who may. */
export function WaitingPanel({ rows }: { rows: WaitingRow[] }) {
  const t = useTranslations("authority.waiting");
  const router = useRouter();
  const approve = useAction(approveWaitingAction, () => router.refresh());
  const takeBack = useAction(takeBackAction, () => router.refresh());
  const error = approve.error ?? takeBack.error;
  return (
    <Panel id="waiting" title={t("title", { count: rows.length })} padded={false}>
      <ErrorNote error={error} />
      <SimpleTable
        caption={t("caption")}
        rows={rows}
        rowKey={(row) => String(row.id)}
        empty={<p className="px-4 pb-4 text-muted">{t("none")}</p>}
        columns={[
          {
            key: "what",
            header: t("what"),
            identity: true,
            cell: (row) =>
              row.href ? (
                <AppLink href={row.href} className="underline underline-offset-2">
                  {row.what}
                </AppLink>
              ) : (
                row.what
              ),
          },
          { key: "exceeded", header: t("exceeded"), cell: (row) => row.exceeded },
          { key: "asked", header: t("asked"), cell: (row) => row.asked },
          { key: "others", header: t("others"), cell: (row) => row.others },
          {
            key: "do",
            header: <span className="sr-only">{t("actions")}</span>,
            align: "end",
            cell: (row) => (
              <span className="inline-flex gap-2 py-1">
                {row.mayApprove ? (
                  <Button
                    variant="primary"
                    size="sm"
                    needsConnection
                    carriesOut
                    pending={approve.pending}
                    onPress={() => void approve.run({ requestId: row.id })}
                  >
                    {t("approve")}
                  </Button>
                ) : null}
                {row.mayTakeBack ? (
                  <Button
                    size="sm"
                    needsConnection
                    pending={takeBack.pending}
                    onPress={() => void takeBack.run({ requestId: row.id })}
                  >
                    {t("takeBack")}
                  </Button>
                ) : null}
              </span>
            ),
          },
        ]}
      />
    </Panel>
  );
}
