"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { useFormat } from "@/components/format";
import { SideSheet } from "@/components/side-sheet";
import type { DisconnectEffect } from "@/lib/services/connection/live/disconnect";
import { disconnectAction } from "../../live-actions";

const kept = ["orders", "listings", "campaigns"] as const;
const removed = ["stuckRecords", "actionsUnderWay"] as const;

/** What stays and what goes when a connection ends, before it does. */
export function DisconnectSheet({
  connection,
  vendor,
  effect,
}: {
  connection: { id: number; key: string; name: string };
  vendor: string;
  effect: DisconnectEffect;
}) {
  const t = useTranslations("connections.disconnect");
  const common = useTranslations("common");
  const format = useFormat();
  const router = useRouter();
  const close = () => router.replace(`/settings/connections/${connection.key}` as Route, { scroll: false });
  const { run, pending, error } = useAction(disconnectAction, close);
  const line = (key: keyof DisconnectEffect) => (
    <li key={key}>{t(`effects.${key}`, { count: effect[key], figure: format.number(effect[key]) })}</li>
  );
  return (
    <SideSheet
      open
      onClose={close}
      title={t("title", { name: connection.name })}
      widthPx={520}
      foot={
        <>
          <Button
            variant="danger"
            pending={pending}
            needsConnection
            onPress={() => void run({ connectionId: connection.id })}
          >
            {t("confirm", { name: connection.name })}
          </Button>
          <Button onPress={close}>{common("cancel")}</Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <ErrorNote error={error} />
        <p>{t("help", { vendor })}</p>
        <section>
          <h3 className="font-medium">{t("stays")}</h3>
          <ul className="list-disc pl-5">
            {kept.map(line)}
            <li>{t("history")}</li>
          </ul>
        </section>
        <section>
          <h3 className="font-medium">{t("goes")}</h3>
          <ul className="list-disc pl-5">
            <li>{t("credentials")}</li>
            {removed.map(line)}
            {line("rawRecords")}
          </ul>
        </section>
        <p className="text-muted">{t("again")}</p>
      </div>
    </SideSheet>
  );
}
