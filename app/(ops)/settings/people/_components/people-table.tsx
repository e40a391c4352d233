"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Age } from "@/components/age";
import { Panel } from "@/components/panel";
import { usePastMoment } from "@/components/past/moment";
import { NotKept } from "@/components/past/not-kept";
import { Menu } from "@/components/popup/menu";
import { SimpleTable } from "@/components/simple-table";
import type { ListedPerson } from "@/lib/services/people/list";
import { SecretOnce } from "../../_components/secret-once";
import { useRoleOptions } from "../../_components/use-role-options";
import { changeRoleAction, endSessionsAction, resetPasswordAction, setDisabledAction } from "../actions";

/** A person as the page hands it on: times as text. */
export type PersonRow = Omit<ListedPerson, "createdAt" | "lastSeenAt"> & {
  createdAt: string;
  lastSeenAt: string | null;
};

/** Everybody who may sign in. The role acts at once; what it refuses is said above the table. */
export function PeopleTable({ people, self }: { people: PersonRow[]; self: string }) {
  const t = useTranslations("settings.people");
  const roles = useRoleOptions();
  const past = usePastMoment() !== null;
  const [link, setLink] = useState<{ email: string; url: string } | null>(null);
  const role = useAction(changeRoleAction);
  const disabled = useAction(setDisabledAction);
  const ended = useAction(endSessionsAction);
  const reset = useAction(resetPasswordAction, ({ email, path }) =>
    setLink({ email, url: `${window.location.origin}${path}` }),
  );
  const error = role.error ?? disabled.error ?? ended.error ?? reset.error;
  const items = (person: PersonRow) => [
    { key: "reset", label: t("resetLink"), onSelect: () => void reset.run({ userId: person.id }) },
    { key: "end", label: t("endSessions"), onSelect: () => void ended.run({ userId: person.id }) },
    {
      key: "disable",
      label: person.disabled ? t("enable") : t("disable"),
      onSelect: () => void disabled.run({ userId: person.id, disabled: !person.disabled }),
    },
  ];
  return (
    <div className="flex flex-col gap-3">
      <ErrorNote error={error} />
      {link ? (
        <SecretOnce label={t("linkFor", { email: link.email })} secret={link.url} help={t("linkHelp")} />
      ) : null}
      <Panel padded={false}>
        <SimpleTable
          caption={t("caption")}
          rows={people}
          rowKey={(person) => person.id}
          columns={[
            {
              key: "name",
              header: t("name"),
              identity: true,
              cell: (person) => (
                <span className={person.disabled ? "text-muted line-through" : ""}>
                  {person.name}
                  {person.id === self ? <span className="font-normal text-muted"> {t("you")}</span> : null}
                </span>
              ),
            },
            { key: "email", header: t("email"), cell: (person) => person.email },
            {
              key: "role",
              header: t("role"),
              cell: (person) =>
                past ? (
                  roles.find(({ value }) => value === person.role)?.label
                ) : (
                  <select
                    aria-label={t("roleOf", { name: person.name })}
                    className="field-native w-fit pr-8"
                    value={person.role}
                    onChange={({ target }) => {
                      const chosen = roles.find((option) => option.value === target.value);
                      if (chosen)
                        void role.run({ userId: person.id, role: target.value as PersonRow["role"] });
                    }}
                  >
                    {roles.map((option) => (
                      <option key={option.value} value={option.value}>
                        {option.label}
                      </option>
                    ))}
                  </select>
                ),
            },
            {
              key: "state",
              header: t("state"),
              cell: (person) =>
                person.disabled ? (
                  t("disabled")
                ) : (
                  <NotKept otherwise={t("sessions", { count: person.sessions })} />
                ),
            },
            {
              key: "seen",
              header: t("lastSeen"),
              cell: (person) => (
                <NotKept
                  otherwise={
                    person.lastSeenAt ? (
                      <Age from={person.lastSeenAt} />
                    ) : (
                      <span className="text-muted">{t("notNow")}</span>
                    )
                  }
                />
              ),
            },
            ...(past
              ? []
              : [
                  {
                    key: "actions",
                    header: <span className="sr-only">{t("actions")}</span>,
                    align: "end" as const,
                    cell: (person: PersonRow) => (
                      <Menu
                        label={t("actionsFor", { name: person.name })}
                        align="end"
                        items={items(person)}
                        trigger={<span aria-hidden="true">⋯</span>}
                        className="h-8 w-8 justify-center"
                      />
                    ),
                  },
                ]),
          ]}
        />
      </Panel>
    </div>
  );
}
