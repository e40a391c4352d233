import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import type { RunSums } from "../types";

/** What became of every row: read = new or changed + unchanged + rejected. A check says what would become of them. */
export function Accounting({
  sums,
  check,
  rejectsHref,
}: {
  sums: RunSums;
  check?: boolean;
  rejectsHref?: string;
}) {
  const t = useTranslations("imports.sums");
  const format = useFormat();
  const rejected = (
    <Figure figure={format.number(sums.rejected)} word={t("rejected")} loud={sums.rejected > 0} />
  );
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <Figure figure={format.number(sums.read)} word={t("read")} />
      <Sign sign="=" />
      <Figure figure={format.number(sums.accepted)} word={check ? t("wouldBeNew") : t("accepted")} />
      <Sign sign="+" />
      <Figure figure={format.number(sums.unchanged)} word={t("unchanged")} />
      <Sign sign="+" />
      {rejectsHref && sums.rejected > 0 ? (
        <AppLink href={rejectsHref} className="underline decoration-dotted underline-offset-4">
          {rejected}
        </AppLink>
      ) : (
        rejected
      )}
    </p>
  );
}

const Figure = ({ figure, word, loud }: { figure: string; word: string; loud?: boolean }) => (
  <span className={`whitespace-nowrap ${loud ? "text-out-ink" : ""}`}>
    <span className="text-title font-semibold">{figure}</span> {word}
  </span>
);

const Sign = ({ sign }: { sign: string }) => <span className="text-card text-muted">{sign}</span>;
