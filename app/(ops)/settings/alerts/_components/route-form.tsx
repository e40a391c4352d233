"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { CheckboxField, SelectField } from "@/components/field";
import type { AlertRouteRow } from "@/db/queries/alerts";
import { ALERT_KINDS, type AlertKind, SEVERITIES } from "@/lib/services/alert/kinds";
import type { AlertRecipient } from "@/lib/services/alert/save-route";
import { useRoleOptions } from "../../_components/use-role-options";
import { saveRouteAction } from "../actions";
import type { RouteTargets } from "./route-targets";

/** One route: whom, of which kinds, from which severity on. `route` null makes a new one. */
export function RouteForm({
  route,
  people,
  connections,
  onSaved,
}: RouteTargets & { route: AlertRouteRow | null; onSaved: () => void }) {
  const t = useTranslations("alerts");
  const roleOptions = useRoleOptions();
  const { run, pending, error } = useAction(saveRouteAction, onSaved);
  const [all, setAll] = useState(!route?.kinds);
  const options = [
    ...roleOptions.map(({ value, label }) => ({
      value: `role:${value}`,
      label: t("settings.routes.toRole", { role: label }),
    })),
    ...people.map(({ id, name, email }) => ({
      value: `user:${id}`,
      label: t("settings.routes.toPerson", { name, email }),
    })),
    ...connections.map(({ id, name }) => ({
      value: `connection:${id}`,
      label: t("settings.routes.toConnection", { name }),
    })),
  ];
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const kinds = data.getAll("kind").map(String) as AlertKind[];
    void run({
      ...(route ? { routeId: route.id } : {}),
      to: targetOf(String(data.get("to"))),
      kinds: all ? null : kinds,
      severityFrom: String(data.get("severityFrom")) as (typeof SEVERITIES)[number],
    });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <ErrorNote error={error} />
      <SelectField
        name="to"
        label={t("settings.routes.to")}
        help={t("settings.routes.toHelp")}
        options={options}
        defaultValue={route ? chosenOf(route) : undefined}
      />
      <SelectField
        name="severityFrom"
        label={t("settings.routes.from")}
        options={SEVERITIES.map((value) => ({ value, label: t(`severities.${value}`) }))}
        defaultValue={route?.severityFrom ?? "warning"}
      />
      <fieldset className="flex flex-col gap-1">
        <legend className="pb-1 text-form font-medium">{t("settings.routes.kinds")}</legend>
        <CheckboxField
          name="all"
          label={t("settings.routes.allKinds")}
          checked={all}
          onChange={(event) => setAll(event.target.checked)}
        />
        {all
          ? null
          : ALERT_KINDS.map((kind) => (
              <CheckboxField
                key={kind}
                name="kind"
                value={kind}
                label={t(`kindNames.${kind}`)}
                defaultChecked={route?.kinds?.includes(kind) ?? false}
              />
            ))}
        {error?.fieldErrors?.kinds ? (
          <p className="text-caption text-out-ink">{t("settings.routes.noKind")}</p>
        ) : null}
      </fieldset>
      <Button type="submit" variant="primary" pending={pending} needsConnection>
        {t("settings.routes.save")}
      </Button>
    </form>
  );
}

const chosenOf = (route: AlertRouteRow): string =>
  route.role
    ? `role:${route.role}`
    : route.userId
      ? `user:${route.userId}`
      : `connection:${route.connectionId}`;

function targetOf(value: string): AlertRecipient {
  const [kind, ...rest] = value.split(":");
  const id = rest.join(":");
  if (kind === "connection") return { connectionId: Number(id) };
  return kind === "user" ? { userId: id } : ({ role: id } as AlertRecipient);
}
