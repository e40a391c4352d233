"use client";

import { useTranslations } from "next-intl";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { ListedInvitation } from "@/lib/services/people/list";
import { revokeInvitationAction } from "../actions";

type InvitationRow = Omit<ListedInvitation, "createdAt" | "expiresAt"> & {
  createdAt: string;
  expiresAt: string;
};

/** Invitations that still work. */
export function InvitationTable({ invitations }: { invitations: InvitationRow[] }) {
  const t = useTranslations("settings.people");
  const words = useTranslations("shell");
  const format = useFormat();
  const { run, pending, error } = useAction(revokeInvitationAction);
  return (
    <Panel title={t("invitations")} padded={false}>
      <div className="px-4">
        <ErrorNote error={error} />
      </div>
      <SimpleTable
        caption={t("invitations")}
        rows={invitations}
        rowKey={(row) => String(row.id)}
        columns={[
          { key: "email", header: t("email"), identity: true, cell: (row) => row.email },
          { key: "role", header: t("role"), cell: (row) => words("role", { role: row.role }) },
          { key: "by", header: t("invitedBy"), cell: (row) => row.invitedBy },
          { key: "until", header: t("validUntil"), cell: (row) => format.moment(row.expiresAt) },
          {
            key: "actions",
            header: <span className="sr-only">{t("actions")}</span>,
            align: "end",
            cell: (row) => (
              <Button
                size="sm"
                pending={pending}
                needsConnection
                label={t("withdrawFor", { email: row.email })}
                onPress={() => void run({ invitationId: row.id })}
              >
                {t("withdraw")}
              </Button>
            ),
          },
        ]}
      />
    </Panel>
  );
}
