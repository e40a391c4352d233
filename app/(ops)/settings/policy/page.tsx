import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { type Db, getDb } from "@/db/client";
import { channelNames } from "@/db/queries/channel-names";
import { readCompany } from "@/db/queries/company";
import { inventoryFacets } from "@/db/queries/inventory";
import { minorDigits } from "@/lib/core/money";
import { may } from "@/lib/services/_shared/authorise";
import { getBacktestResult, listBacktests } from "@/lib/services/backtest/get";
import { diffRules } from "@/lib/services/policy/diff";
import { ensurePolicy } from "@/lib/services/policy/ensure";
import { getPolicyVersion, listPolicies } from "@/lib/services/policy/get";
import { ruleLimits } from "@/lib/services/policy/rule-limits";
import { getStandstill } from "@/lib/services/policy/standstill";
import { SettingsHeader } from "../_components/settings-header";
import { settingsTitle } from "../_components/settings-title";
import { BacktestResultPanels } from "./_components/backtest-result";
import { BacktestsPanel } from "./_components/backtests-panel";
import { DraftBar } from "./_components/draft-bar";
import { PolicyForm } from "./_components/policy-form";
import { SwitchPanel } from "./_components/switch-panel";
import { VersionsPanel } from "./_components/versions-panel";
import { WaitingPanel } from "./_components/waiting-panel";
import { loadWaiting } from "./load-waiting";

export const generateMetadata = () => settingsTitle("policy");

export default async function PolicyPage({ searchParams }: PageProps<"/settings/policy">) {
  const actor = await requireActor();
  const db = getDb();
  const policy = await ensurePolicy(db);
  const [standstill, params, facets, channels, backtests, versions, company] = await Promise.all([
    getStandstill(db),
    searchParams,
    inventoryFacets(db),
    channelNames(db),
    listBacktests(db, actor),
    listPolicies(db),
    readCompany(db),
  ]);
  const currency = company?.baseCurrency ?? "USD";
  const minorPerUnit = 10 ** minorDigits(currency);
  const editable = may(actor.role, "policy.edit");
  const shownId = numberIn(params.backtest) ?? backtests.find((row) => row.state === "done")?.id ?? null;
  const compared = numberIn(params.compare);
  const draftVersion = numberIn(params.draft);
  const draftRules = draftVersion === null ? null : await getPolicyVersion(db, draftVersion);
  const [result, changes] = await Promise.all([
    shownId === null ? null : getBacktestResult(db, actor, shownId),
    compared === null ? [] : changesOf(db, versions, compared),
  ]);
  const waiting = await loadWaiting(db, actor, currency);
  return (
    <ClientMessages namespaces={["settings", "authority", "chart"]}>
      <SettingsHeader current="policy" role={actor.role} />
      <div className="flex flex-col gap-3">
        <SwitchPanel
          stopped={
            standstill && {
              at: standstill.stoppedAt.toISOString(),
              by: standstill.stoppedBy,
              reason: standstill.reason,
              waiting: standstill.waiting,
            }
          }
          mayStop={may(actor.role, "everything.stop")}
          mayGoOn={may(actor.role, "everything.resume")}
        />
        <WaitingPanel rows={waiting} />
        {draftRules ? <DraftBar version={draftVersion ?? 0} /> : null}
        <PolicyForm
          key={draftVersion ?? ""}
          version={policy.version}
          rules={draftRules ?? policy.rules}
          currency={currency}
          minorPerUnit={minorPerUnit}
          choices={{ categories: facets.categories, locations: facets.locations, channels }}
          editable={editable}
          limits={ruleLimits()}
        />
        <BacktestsPanel
          rows={backtests.map(({ untilAt: _, finishedAt: __, createdAt, endsAt, ...row }) => ({
            ...row,
            createdAt: createdAt.toISOString(),
            endsAt: endsAt?.toISOString() ?? null,
          }))}
          shownId={shownId}
          mayStop={editable}
        />
        {result ? <BacktestResultPanels result={result} /> : null}
        <VersionsPanel
          versions={versions}
          compared={compared}
          changes={changes}
          currency={currency}
          minorPerUnit={minorPerUnit}
        />
      </div>
    </ClientMessages>
  );
}

const numberIn = (value: string | string[] | undefined): number | null => {
  const figure = Number(Array.isArray(value) ? value[0] : value);
  return Number.isInteger(figure) && figure > 0 ? figure : null;
};

/** In what a version differs from the one before it. */
async function changesOf(db: Db, versions: readonly { version: number }[], version: number) {
  const before = versions.find((row) => row.version < version);
  const [then, now] = await Promise.all([
    before ? getPolicyVersion(db, before.version) : null,
    getPolicyVersion(db, version),
  ]);
  return then && now ? diffRules(then, now) : [];
}
