import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { SimpleTable } from "@/components/simple-table";
import { Unknown } from "@/components/unknown";
import { orderAccuracyTargets } from "@/lib/metrics/order-accuracy/compute";
import { printShare } from "../print-share";
import { AccuracyScale } from "./accuracy-scale";

export interface AccuracyRow {
  key: string;
  name: string;
  href: string;
  /** The page is narrowed to it. */
  current: boolean;
  checked: number;
  wrong: number;
  /** 0 to 1; null: nothing was checked. */
  share: number | null;
}

/** Shares with their sample, the worst first, on one axis with what is usual and what is wanted. */
export function AccuracyTable({
  rows,
  caption,
  nameHeader,
}: {
  rows: AccuracyRow[];
  caption: string;
  nameHeader: string;
}) {
  const t = useTranslations("trust.accuracy");
  const format = useFormat();
  const { usualLow, usualHigh, target } = orderAccuracyTargets;
  const least = Math.min(usualLow, ...rows.map((row) => row.share ?? 1));
  const from = Math.max(0, Math.floor(least * 100) / 100);
  return (
    <SimpleTable<AccuracyRow>
      caption={caption}
      rows={rows}
      rowKey={(row) => row.key}
      columns={[
        {
          key: "name",
          header: nameHeader,
          identity: true,
          cell: (row) => (
            <AppLink
              href={row.href}
              scroll={false}
              aria-current={row.current ? "true" : undefined}
              className={`break-keep underline underline-offset-4 hover:decoration-solid ${row.current ? "font-semibold text-accent" : "decoration-dotted"}`}
            >
              {row.name}
            </AppLink>
          ),
        },
        {
          key: "share",
          header: t("right"),
          align: "end",
          cell: (row) =>
            row.share === null ? <Unknown reason={t("notChecked")} /> : printShare(format, row.share),
        },
        {
          key: "scale",
          header: t("axis", { from: format.percent(from, { decimals: 0 }) }),
          cell: (row) => <AccuracyScale share={row.share} from={from} />,
        },
        {
          key: "wrong",
          header: t("wrong"),
          align: "end",
          cell: (row) => (row.share === null ? null : format.number(row.wrong)),
        },
        { key: "checked", header: t("checked"), align: "end", cell: (row) => format.number(row.checked) },
      ]}
      foot={t("bandNote", {
        from: format.percent(usualLow, { decimals: 0 }),
        to: format.percent(usualHigh, { decimals: 0 }),
        target: printShare(format, target),
      })}
    />
  );
}
