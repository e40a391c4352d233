import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/button/button-link";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import type { RejectGroup } from "../types";
import { repairPlace } from "./repairs";

/** What was not taken, grouped by what sets it right, with the first lines of each group. */
export function RejectsPanel({
  groups,
  downloadHref,
  columnsHref,
}: {
  groups: RejectGroup[];
  downloadHref: string;
  /** The columns page of this file and mapping; null: the file is gone. */
  columnsHref: string | null;
}) {
  const t = useTranslations("imports.rejects");
  if (groups.length === 0) return null;
  return (
    <Panel
      id="rejects"
      title={t("title")}
      subtitle={t("subtitle")}
      actions={
        <ButtonLink href={downloadHref} prefetch={false} download>
          {t("download")}
        </ButtonLink>
      }
      padded={false}
      className="mt-3"
    >
      <ul>
        {groups.map((group) => (
          <li key={`${group.code}/${group.field}`} className="border-t border-border px-4 py-3">
            <Group group={group} columnsHref={columnsHref} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Group({ group, columnsHref }: { group: RejectGroup; columnsHref: string | null }) {
  const t = useTranslations("imports");
  const codes = useTranslations("imports.codes");
  const format = useFormat();
  const field =
    group.field && t.has(`fields.${group.field}`) ? t(`fields.${group.field}` as "fields.sku") : group.field;
  const known = codes.has(`${group.code}.title`);
  const title = known
    ? codes(`${group.code}.title` as "missing.title")
    : (group.examples[0]?.reason ?? group.code);
  const repair = known ? codes(`${group.code}.repair` as "missing.repair") : t("rejects.repairFile");
  const place = repairPlace(group.code);
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h3 className="font-semibold">{field ? t("rejects.ofField", { field, title }) : title}</h3>
        <span className="text-muted">
          {t("rejects.rows", { count: group.rows, figure: format.number(group.rows) })}
        </span>
      </div>
      <p className="max-w-prose pt-0.5">
        {repair}{" "}
        {place && columnsHref ? (
          <AppLink className="text-accent underline" href={`${columnsHref}#${place}`}>
            {t(`rejects.place.${place}`)}
          </AppLink>
        ) : null}
      </p>
      <div className="pt-1">
        <SimpleTable
          caption={title}
          rows={group.examples}
          rowKey={(example) => String(example.line)}
          columns={[
            {
              key: "line",
              header: <span className="whitespace-nowrap">{t("rejects.line")}</span>,
              identity: true,
              widthPx: 96,
              cell: (example) => format.number(example.line),
            },
            {
              key: "value",
              header: t("rejects.value"),
              widthPx: 240,
              cell: (example) => <Value text={example.value} />,
            },
            { key: "reason", header: t("rejects.expected"), cell: (example) => example.reason },
            {
              key: "raw",
              header: t("rejects.row"),
              cell: (example) => (
                <code className="block max-w-120 truncate font-mono text-caption" title={example.raw}>
                  {example.raw}
                </code>
              ),
            },
          ]}
        />
      </div>
    </>
  );
}

function Value({ text }: { text: string | null }) {
  const t = useTranslations("imports.rejects");
  if (text === null || text === "") return <span className="whitespace-nowrap text-muted">{t("empty")}</span>;
  return (
    <code className="block max-w-60 truncate font-mono text-caption" title={text}>
      {text}
    </code>
  );
}
