import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/empty-state";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import { Unknown } from "@/components/unknown";
import type { claimFactorsInForce } from "@/db/queries/decision-value";
import type { SettledClaimRow } from "@/db/queries/settled-claims";
import { type RealisedShare, realisedShare } from "@/lib/metrics/claim-factor/compute";
import { useKindName } from "./names";

interface PromiseRow extends RealisedShare {
  key: string;
  kind: string;
  /** Null: of all versions together. */
  policyVersion: number | null;
  factor: number | null;
}

/** Realised ÷ claimed by kind and by policy version, and what claims to come are multiplied with. */
export function PromisesTable({
  claims,
  factors,
  currency,
}: {
  claims: SettledClaimRow[];
  factors: Awaited<ReturnType<typeof claimFactorsInForce>>;
  currency: string;
}) {
  const t = useTranslations("worth.promises");
  const format = useFormat();
  const kindName = useKindName();
  const money = (minor: number) =>
    format.money(minor, currency, { precision: "estimate", currencyDisplay: "symbol" });
  // Beyond 200 % a multiple is read more easily.
  const share = (value: number) =>
    value > 2 ? `×${format.number(value, { decimals: 1 })}` : format.percent(value, { decimals: 0 });
  const [first] = factors;
  return (
    <Panel title={t("title")} subtitle={t("subtitle")} padded={claims.length === 0}>
      <SimpleTable<PromiseRow>
        caption={t("title")}
        rows={promisesOf(claims, factors)}
        rowKey={(row) => row.key}
        empty={<EmptyState kind="nothingYet" title={t("empty.title")} text={t("empty.text")} />}
        foot={
          first
            ? t("foot", { version: first.version, moment: format.moment(first.computedAt) })
            : t("footNone")
        }
        columns={[
          { key: "kind", header: t("kind"), identity: true, cell: (row) => kindName(row.kind) },
          {
            key: "policy",
            header: t("policy"),
            cell: (row) => (row.policyVersion === null ? t("allVersions") : String(row.policyVersion)),
          },
          { key: "cases", header: t("cases"), align: "end", cell: (row) => format.number(row.cases) },
          { key: "claimed", header: t("claimed"), align: "end", cell: (row) => money(row.claimedMinor) },
          { key: "realised", header: t("realised"), align: "end", cell: (row) => money(row.realisedMinor) },
          {
            key: "share",
            header: t("share"),
            align: "end",
            cell: (row) =>
              row.share === null ? (
                <Unknown />
              ) : (
                <span className="whitespace-nowrap">
                  <span className="font-medium">{share(row.share)}</span>{" "}
                  <span className="text-caption text-muted">
                    {row.low === null || row.high === null
                      ? t("tooFew")
                      : t("interval", {
                          low: share(row.low),
                          high: share(row.high),
                        })}
                  </span>
                </span>
              ),
          },
          {
            key: "factor",
            header: t("factor"),
            align: "end",
            cell: (row) => (row.factor === null ? null : format.percent(row.factor, { decimals: 0 })),
          },
        ]}
      />
    </Panel>
  );
}

/** Each kind over all versions, with its factor, then version by version, newest first. */
function promisesOf(
  claims: readonly SettledClaimRow[],
  factors: Awaited<ReturnType<typeof claimFactorsInForce>>,
): PromiseRow[] {
  const kinds = [...new Set(claims.map(({ kind }) => kind))].sort();
  return kinds.flatMap((kind) => {
    const own = claims.filter((claim) => claim.kind === kind);
    const versions = [...new Set(own.flatMap(({ policyVersion }) => policyVersion ?? []))].sort(
      (a, b) => b - a,
    );
    const whole = {
      key: kind,
      kind,
      policyVersion: null,
      factor: factors.find((one) => one.kind === kind)?.factor ?? null,
      ...realisedShare(own),
    };
    const byVersion = versions
      .map((policyVersion) => ({
        key: `${kind}:${policyVersion}`,
        kind,
        policyVersion,
        factor: null,
        ...realisedShare(own.filter((claim) => claim.policyVersion === policyVersion)),
      }))
      .filter(({ cases }) => cases > 0);
    return byVersion.length < 2 ? [whole] : [whole, ...byVersion];
  });
}
