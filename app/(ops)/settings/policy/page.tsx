import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import type { SearchParams } from "@/app/(ops)/_past/past-page";
import { readAt } from "@/app/(ops)/_past/read-at";
import { ClientMessages } from "@/components/client-messages";
import { EmptyState } from "@/components/empty-state";
import { readPastMoment } from "@/components/past/read-moment";
import { getDb, type Queryable } from "@/db/client";
import { channelNames } from "@/db/queries/channel-names";
import { readCompany } from "@/db/queries/company";
import { inventoryFacets } from "@/db/queries/inventory";
import { minorDigits } from "@/lib/core/money";
import type { Actor } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";
import { getBacktestResult, getBacktestRules, listBacktests } from "@/lib/services/backtest/get";
import { hashRules } from "@/lib/services/backtest/hash-rules";
import { diffRules } from "@/lib/services/policy/diff";
import { ensurePolicy } from "@/lib/services/policy/ensure";
import { findPolicy, getPolicyVersion, listPolicies } from "@/lib/services/policy/get";
import { ruleLimits } from "@/lib/services/policy/rule-limits";
import { getStandstill } from "@/lib/services/policy/standstill";
import { triedLimits } from "@/lib/services/policy/tried";
import { SettingsFrame } from "../_components/settings-frame";
import { settingsTitle } from "../_components/settings-title";
import { BacktestResultPanels } from "./_components/backtest-result";
import { BacktestsPanel } from "./_components/backtests-panel";
import { DraftBar } from "./_components/draft-bar";
import { PolicyForm } from "./_components/policy-form";
import { SwitchPanel } from "./_components/switch-panel";
import { type Difference, VersionsPanel } from "./_components/versions-panel";
import { WaitingPanel } from "./_components/waiting-panel";
import { loadWaiting } from "./load-waiting";
import type { Opened } from "./opened";

export const generateMetadata = () => settingsTitle("policy");

export default async function PolicyPage({ searchParams }: PageProps<"/settings/policy">) {
  const [actor, past] = await Promise.all([requireActor(), getTranslations("past")]);
  const params = await searchParams;
  const asOf = readPastMoment(params.asOf);
  if (!asOf) await ensurePolicy(getDb());
  const shown = await readAt(asOf, (db) => loadAll(db, actor, params));
  const { policy, standstill, facets, channels, backtests, versions, currency, waiting } = shown;
  const { timeZone, shownId, result, difference, opened, openedRules } = shown;
  const minorPerUnit = 10 ** minorDigits(currency);
  const editable = !asOf && may(actor.role, "policy.edit");
  const choices = { categories: facets.categories, locations: facets.locations, channels };
  return (
    <ClientMessages namespaces={["settings", "authority", "chart"]}>
      <SettingsFrame current="policy" role={actor.role} asOf={asOf} params={params}>
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
            mayStop={!asOf && may(actor.role, "everything.stop")}
            mayGoOn={!asOf && may(actor.role, "everything.resume")}
          />
          <WaitingPanel rows={waiting} />
          {policy && openedRules && hashRules(openedRules) !== hashRules(policy.rules) ? (
            <DraftBar {...opened} />
          ) : null}
          {policy ? (
            <PolicyForm
              key={`${opened.draft ?? ""}:${opened.tried ?? ""}@${asOf?.toISOString() ?? ""}`}
              version={policy.version}
              rules={openedRules ?? policy.rules}
              currency={currency}
              minorPerUnit={minorPerUnit}
              opened={opened}
              choices={choices}
              timeZone={timeZone}
              editable={editable}
              limits={ruleLimits()}
            />
          ) : (
            <EmptyState kind="nothingYet" title={past("noPolicy")} />
          )}
          <BacktestsPanel
            rows={backtests.map(({ untilAt: _, finishedAt: __, createdAt, endsAt, ...row }) => ({
              ...row,
              createdAt: createdAt.toISOString(),
              endsAt: endsAt?.toISOString() ?? null,
            }))}
            shownId={shownId}
            mayStop={editable}
            opened={opened}
          />
          {result ? (
            <BacktestResultPanels
              result={result}
              finishedAt={backtests.find(({ id }) => id === shownId)?.finishedAt?.toISOString() ?? null}
              limitMinutes={triedLimits.ageDays * 1_440}
            />
          ) : null}
          <VersionsPanel
            versions={versions}
            difference={difference}
            opened={opened}
            choices={choices}
            currency={currency}
            minorPerUnit={minorPerUnit}
          />
        </div>
      </SettingsFrame>
    </ClientMessages>
  );
}

/** All that the page shows of the rules, of now or of a past moment. */
async function loadAll(db: Queryable, actor: Actor, params: SearchParams) {
  const [policy, standstill, facets, channels, backtests, versions, company] = await Promise.all([
    findPolicy(db),
    getStandstill(db),
    inventoryFacets(db),
    channelNames(db),
    listBacktests(db, actor),
    listPolicies(db),
    readCompany(db),
  ]);
  const currency = company?.baseCurrency ?? "USD";
  const shownId = numberIn(params.backtest) ?? backtests.find((row) => row.state === "done")?.id ?? null;
  const compared = numberIn(params.compare);
  const opened: Opened = { draft: numberIn(params.draft), tried: numberIn(params.tried) };
  const [draftRules, triedRules, result, difference, waiting] = await Promise.all([
    opened.draft === null ? null : getPolicyVersion(db, opened.draft),
    opened.tried === null ? null : getBacktestRules(db, actor, opened.tried),
    shownId === null ? null : getBacktestResult(db, actor, shownId),
    compared === null ? null : differenceOf(db, versions, compared),
    loadWaiting(db, actor, currency),
  ]);
  return {
    policy,
    standstill,
    facets,
    channels,
    backtests,
    versions,
    currency,
    timeZone: company?.timeZone ?? "UTC",
    waiting,
    shownId,
    result,
    difference,
    opened,
    openedRules: draftRules ?? triedRules,
  };
}

const numberIn = (value: string | string[] | undefined): number | null => {
  const figure = Number(Array.isArray(value) ? value[0] : value);
  return Number.isInteger(figure) && figure > 0 ? figure : null;
};

/** In what a version differs from the one that was in force before it; null: there is no such version. */
async function differenceOf(
  db: Queryable,
  versions: readonly { version: number; draft: boolean }[],
  version: number,
): Promise<Difference | null> {
  const before = versions.find((row) => row.version < version && !row.draft)?.version ?? null;
  const [then, now] = await Promise.all([
    before === null ? null : getPolicyVersion(db, before),
    getPolicyVersion(db, version),
  ]);
  return now && { version, before, changes: then ? diffRules(then, now) : [] };
}
