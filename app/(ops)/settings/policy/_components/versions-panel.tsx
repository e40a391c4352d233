import { getTranslations } from "next-intl/server";
import { getFormat } from "@/components/format/server";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { RuleChange } from "@/lib/services/policy/diff";
import type { listPolicies } from "@/lib/services/policy/get";
import { ruleGroups, storedAsShown } from "../rule-fields";

const fields = ruleGroups.flatMap((group) => group.fields);

/** Every version with who made it and why; a press shows in what one differs from the version before it. */
export async function VersionsPanel({
  versions,
  compared,
  changes,
  currency,
  minorPerUnit,
}: {
  versions: Awaited<ReturnType<typeof listPolicies>>;
  compared: number | null;
  changes: RuleChange[];
  currency: string;
  minorPerUnit: number;
}) {
  const [t, common, authority, format] = await Promise.all([
    getTranslations("settings.policy"),
    getTranslations("settings"),
    getTranslations("authority"),
    getFormat(),
  ]);
  const print = (path: string, value: unknown): string => {
    if (value === null || value === undefined) return authority("diff.none");
    const field = fields.find((one) => one.path === path);
    if (field && typeof value === "number") {
      const unit = field.unit === "money" ? currency : t(`units.${field.unit}`);
      return `${format.number(storedAsShown(value, field, minorPerUnit), { decimals: 2 })} ${unit}`;
    }
    return typeof value === "object" ? partsOf(value) : String(value);
  };
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
            { key: "by", header: common("tokens.madeBy"), cell: (row) => row.createdBy },
            { key: "note", header: t("note"), cell: (row) => row.note ?? "" },
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
                  href={`/settings/policy?compare=${row.version}#versions`}
                  className="underline underline-offset-2"
                  aria-current={row.version === compared ? "true" : undefined}
                >
                  {authority("diff.show")}
                </AppLink>
              ),
            },
          ]}
        />
      </Panel>
      {compared === null ? null : (
        <Panel title={authority("diff.title", { version: compared })} padded={false}>
          <SimpleTable
            caption={authority("diff.title", { version: compared })}
            rows={changes}
            rowKey={(row) => `${row.path}:${row.row ?? ""}`}
            empty={<p className="px-4 pb-4 text-muted">{authority("diff.same")}</p>}
            columns={[
              {
                key: "what",
                header: authority("diff.what"),
                identity: true,
                cell: (row) =>
                  row.row === null
                    ? t.has(`rules.${row.path}.label`)
                      ? t(`rules.${row.path}.label`)
                      : row.path
                    : authority(`${row.path}.title`),
              },
              { key: "before", header: authority("diff.before"), cell: (row) => print(row.path, row.before) },
              { key: "after", header: authority("diff.after"), cell: (row) => print(row.path, row.after) },
            ]}
          />
        </Panel>
      )}
    </>
  );
}

/** The parts of a row that say something, as they are stored. */
function partsOf(value: object): string {
  return Object.entries(value)
    .flatMap(([key, part]) => {
      if (part === null || part === undefined) return [];
      if (typeof part === "object") {
        const inner = Object.values(part).join(" ");
        return inner ? `${key}: ${inner}` : [];
      }
      return `${key}: ${part}`;
    })
    .join(", ");
}
