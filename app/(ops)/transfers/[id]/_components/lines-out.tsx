import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Panel } from "@/components/panel";
import type { TransferLineOut } from "@/db/queries/transfer-lines-out";

/** What is no longer on the order: units, who took it out, when and why. */
export function LinesOut({ lines }: { lines: TransferLineOut[] }) {
  const t = useTranslations("transfers.takeOut");
  const format = useFormat();
  if (lines.length === 0) return null;
  return (
    <Panel title={t("listTitle", { count: lines.length })}>
      <ul className="flex flex-col gap-1">
        {lines.map((line) => (
          <li key={line.lineNo} className="flex flex-wrap gap-x-3">
            <span className="font-mono font-medium">{line.skuCode}</span>
            <span>{t("units", { quantity: line.quantity })}</span>
            <span className="text-muted">
              {t("by", { name: line.by, at: format.moment(line.at.toISOString()), reason: line.reason })}
            </span>
            {line.recommendationId === null ? null : (
              <AppLink
                className="underline underline-offset-2"
                href={`/decisions?id=${line.recommendationId}`}
              >
                {t("decision")}
              </AppLink>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
