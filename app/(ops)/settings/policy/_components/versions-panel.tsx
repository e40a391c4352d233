import { getTranslations } from "next-intl/server";
import { getFormat } from "@/components/format/server";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { RuleChange } from "@/lib/services/policy/diff";
import type { listPolicies } from "@/lib/services/policy/get";
import { loadChangeWords } from "../change-words";
import { type Opened, policyHref } from "../opened";
import type { ScopeChoices } from "./cells";

/** The rules that every workspace begins with, which nobody wrote. */
const isFirst = ({ createdBy }: { createdBy: string }): boolean => createdBy === "system";

/** What a version changed of the one that was in force before it; before null: it is the first one. */
export interface Difference {
  version: number;
  before: number | null;
  changes: RuleChange[];
}

/** Every version with who made it and why; a press shows in what one differs from the version in force before it. */
export async function VersionsPanel({
  versions,
  difference,
  opened,
  choices,
  currency,
  minorPerUnit,
}: {
  versions: Awaited<ReturnType<typeof listPolicies>>;
  difference: Difference | null;
  opened: Opened;
  choices: ScopeChoices;
  currency: string;
  minorPerUnit: number;
}) {
  const [t, common, authority, format, words] = await Promise.all([
    getTranslations("settings.policy"),
    getTranslations("settings"),
    getTranslations("authority"),
    getFormat(),
    loadChangeWords(choices, currency, minorPerUnit),
  ]);
  const differenceTitle =
    difference?.before === null
      ? authority("diff.titleFirst", { version: difference.version })
      : authority("diff.title", { version: difference?.version ?? 0, before: difference?.before ?? 0 });
  return (
    <>
      <Panel title={t("versions")} padded={false} id="versions">
        <SimpleTable
          caption={t("versions")}
          rows={versions.slice(0, 50)}
          rowKey={(row) => String(row.version)}
          columns={[
            {
              key: "version",
              header: t("version"),
              identity: true,
              cell: (row) =>
                `${format.number(row.version)}${row.active ? ` (${t("inForce")})` : row.draft ? ` (${authority("draft.word")})` : ""}`,
            },
            { key: "at", header: common("audit.at"), cell: (row) => format.moment(row.createdAt) },
            {
              key: "by",
              header: common("tokens.madeBy"),
              cell: (row) => (isFirst(row) ? authority("draft.system") : row.createdBy),
            },
            {
              key: "note",
              header: t("note"),
              cell: (row) => (isFirst(row) ? authority("draft.default") : (row.note ?? "")),
            },
            {
              key: "open",
              header: authority("draft.column"),
              cell: (row) =>
                row.active ? null : (
                  <AppLink
                    href={`/settings/policy?draft=${row.version}`}
                    className="underline underline-offset-2"
                  >
                    {authority("draft.open")}
                  </AppLink>
                ),
            },
            {
              key: "diff",
              header: authority("diff.column"),
              cell: (row) => (
                <AppLink
                  href={policyHref(opened, { compare: row.version }, "difference")}
                  className="underline underline-offset-2"
                  aria-current={row.version === difference?.version ? "true" : undefined}
                >
                  {authority("diff.show")}
                </AppLink>
              ),
            },
          ]}
        />
      </Panel>
      {difference ? (
        <Panel id="difference" title={differenceTitle} padded={false}>
          <SimpleTable
            caption={differenceTitle}
            rows={difference.changes}
            rowKey={(row) => `${row.path}:${row.row ?? ""}`}
            empty={
              <p className="px-4 pb-4 text-muted">
                {authority(difference.before === null ? "diff.first" : "diff.same")}
              </p>
            }
            columns={[
              {
                key: "what",
                header: authority("diff.what"),
                identity: true,
                cell: words.what,
              },
              { key: "before", header: authority("diff.before"), cell: words.before },
              { key: "after", header: authority("diff.after"), cell: words.after },
            ]}
          />
        </Panel>
      ) : null}
    </>
  );
}
