"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction, useFormAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { NumberField, TextField } from "@/components/field";
import { useFormat } from "@/components/format";
import { OVERLAP_HOURS_MAX, OVERLAP_HOURS_USUAL } from "@/lib/services/connection/schemas";
import { SecretOnce } from "../../_components/secret-once";
import { endFormerSecretsAction, rotateSecretAction } from "../actions";

/** What is said of a connection whose secret is replaced. */
export interface SignedConnection {
  id: number;
  key: string;
  /** Whether it has a secret already. */
  signed: boolean;
}

/** Replaces a connection's signing secret and shows the new one once; for how long the former one holds is chosen. */
export function RotateSecret({ row }: { row: SignedConnection }) {
  const t = useTranslations("settings.connections");
  const words = useTranslations("webhooks");
  const format = useFormat();
  const [made, setMade] = useState<{ secret: string; formerUntil: string | null } | null>(null);
  const { onSubmit, pending, error, fieldErrors } = useFormAction(rotateSecretAction, (rotated, form) => {
    form.reset();
    setMade(rotated);
  });
  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <p className="font-medium">{row.signed ? t("rotate") : t("setSecret")}</p>
      {row.signed ? <p className="text-muted">{t("rotateHelp")}</p> : null}
      <ErrorNote error={error} />
      {made ? (
        <>
          <SecretOnce label={t("secretOf", { key: row.key })} secret={made.secret} help={t("secretHelp")} />
          {made.formerUntil ? (
            <p role="status">{words("formerUntil", { moment: format.moment(made.formerUntil) })}</p>
          ) : null}
        </>
      ) : null}
      <input type="hidden" name="connectionId" value={row.id} />
      <TextField
        label={t("ownSecret")}
        name="secret"
        type="password"
        autoComplete="off"
        optional
        help={t("ownSecretHelp")}
        error={fieldErrors.secret}
      />
      {row.signed ? (
        <NumberField
          label={words("overlap")}
          name="overlapHours"
          unit={words("hours")}
          whole
          required
          min={0}
          max={OVERLAP_HOURS_MAX}
          defaultValue={OVERLAP_HOURS_USUAL}
          help={words("overlapHelp")}
          error={fieldErrors.overlapHours}
        />
      ) : null}
      <div>
        <Button type="submit" variant="danger" pending={pending} needsConnection>
          {row.signed ? t("rotate") : t("setSecret")}
        </Button>
      </div>
    </form>
  );
}

/** Until when a replaced secret holds, and the way to end it now. */
export function FormerSecret({ connectionId, until }: { connectionId: number; until: string }) {
  const t = useTranslations("webhooks");
  const format = useFormat();
  const { run, pending, error } = useAction(endFormerSecretsAction);
  return (
    <div className="flex flex-col gap-2">
      <ErrorNote error={error} />
      <p>{t("formerUntil", { moment: format.moment(until) })}</p>
      <div>
        <Button pending={pending} needsConnection onPress={() => void run({ connectionId })}>
          {t("endFormer")}
        </Button>
      </div>
    </div>
  );
}
