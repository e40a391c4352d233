"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ErrorNote } from "@/app/_edge/error-note";
import { useFormAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { TextField } from "@/components/field";
import { SideSheet } from "@/components/side-sheet";
import { backfillAction } from "../../live-actions";

const monthMs = 30 * 86_400_000;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** Chooses the period of a stream that is read again. */
export function BackfillSheet({
  connection,
  stream,
}: {
  connection: { id: number; key: string };
  stream: string;
}) {
  const t = useTranslations("connections.backfill");
  const names = useTranslations("connectors.streams");
  const router = useRouter();
  const close = () => router.replace(`/settings/connections/${connection.key}` as Route, { scroll: false });
  const { onSubmit, pending, error, fieldErrors } = useFormAction(backfillAction, close);
  const today = dayOf(Date.now());
  return (
    <SideSheet open onClose={close} title={t("title", { name: names(stream as "orders") })}>
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        <ErrorNote error={error} />
        <p className="text-muted">{t("help")}</p>
        <input type="hidden" name="connectionId" value={connection.id} />
        <input type="hidden" name="stream" value={stream} />
        <TextField
          label={t("from")}
          name="from"
          type="date"
          widthChars={14}
          max={today}
          defaultValue={dayOf(Date.now() - monthMs)}
          error={fieldErrors.from}
        />
        <TextField
          label={t("until")}
          name="until"
          type="date"
          widthChars={14}
          max={today}
          optional
          help={t("untilHelp")}
          error={fieldErrors.until}
        />
        <Button type="submit" variant="primary" pending={pending} needsConnection>
          {t("button")}
        </Button>
      </form>
    </SideSheet>
  );
}
