"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useFormAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { announce } from "@/components/live/announcer";
import { SideSheet } from "@/components/side-sheet";
import { CheckNote } from "../../_components/check-note";
import { VendorFields, type VendorSetting } from "../../_components/vendor-fields";
import { reconnectAction } from "../../live-actions";

/** Gives a connection credentials that hold again; what is left empty stays as it was. */
export function ReconnectSheet({
  connection,
  vendor,
  settings,
  stored,
  secretsKept,
}: {
  connection: { id: number; key: string; name: string };
  vendor: string;
  settings: readonly VendorSetting[];
  stored: Readonly<Record<string, string>>;
  secretsKept: boolean;
}) {
  const t = useTranslations("connections");
  const router = useRouter();
  const close = () => router.replace(`/settings/connections/${connection.key}` as Route, { scroll: false });
  const { onSubmit, pending, error, fieldErrors } = useFormAction(reconnectAction, () => {
    announce(t("reconnect.done", { name: connection.name }));
    close();
  });
  return (
    <SideSheet open onClose={close} title={t("reconnect.title", { name: connection.name })} widthPx={520}>
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        <p className="text-muted">{t("reconnect.help", { vendor })}</p>
        <input type="hidden" name="connectionId" value={connection.id} />
        <VendorFields settings={settings} stored={stored} secretsKept={secretsKept} errors={fieldErrors} />
        <CheckNote error={error} />
        <Button type="submit" variant="primary" pending={pending} needsConnection>
          {pending ? t("checking", { name: vendor }) : t("reconnect.submit")}
        </Button>
      </form>
    </SideSheet>
  );
}
