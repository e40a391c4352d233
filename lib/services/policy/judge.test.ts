import { expect, test } from "vitest";
import type { Authority, LimitRow, ModeRow } from "./authority";
import { defaultRules } from "./default-rules";
import { blackoutEnd, type DecisionFacts, judge, limitsOf, modeOf } from "./judge";
import { policyRules } from "./rules";
import { rulesFor } from "./rules-for";
import type { Scope } from "./scope";

const mode = (kind: ModeRow["kind"], of: ModeRow["mode"], scope: Scope = {}): ModeRow => ({
  kind,
  scope,
  mode: of,
  cooldownHours: 0,
});
const limit = (more: Partial<LimitRow>): LimitRow => ({
  who: "supply",
  kind: "any",
  scope: {},
  mostMinor: null,
  mostUnits: null,
  dailyCount: null,
  dailyMinor: null,
  ...more,
});
const facts = (more: Partial<DecisionFacts> = {}): DecisionFacts => ({
  kinds: ["transfer"],
  place: { team: "supply", categories: ["Bottles"], channels: ["shop"], locations: ["LAX", "SZX"] },
  valueMinor: 100_00,
  units: 40,
  ...more,
});
const authority = (more: Partial<Authority>): Authority => ({
  modes: [],
  limits: [],
  blackouts: [],
  ...more,
});
const at = { now: new Date("2026-03-02T12:00:00Z"), timeZone: "UTC" };

test("the most specific scope wins: location, then channel, then category, then team; of equal ones the kind's own row", () => {
  const order: Scope[] = [
    {},
    { team: "supply" },
    { category: "Bottles" },
    { category: "Bottles", team: "supply" },
    { channel: "shop" },
    { channel: "shop", category: "Bottles", team: "supply" },
    { location: "LAX" },
    { location: "SZX", channel: "shop" },
  ];
  order.forEach((scope, index) => {
    const limits = order
      .slice(0, index + 1)
      .toReversed()
      .map((one, place) => limit({ scope: one, mostUnits: index - place }));
    expect(limitsOf(authority({ limits }), "supply", facts()).map((one) => one.scope)).toEqual([scope]);
  });
  const both = authority({ limits: [limit({ kind: "transfer", mostUnits: 1 }), limit({ mostUnits: 2 })] });
  const mostOf = (of: DecisionFacts) => limitsOf(both, "supply", of).map((one) => one.mostUnits);
  expect(mostOf(facts())).toEqual([1]);
  expect(mostOf(facts({ kinds: ["ad_pause"] }))).toEqual([2]);
});

test("a rule for another place says nothing", () => {
  const modes = [
    mode("transfer", "act", { location: "FRA" }),
    mode("transfer", "watch", { channel: "shop" }),
  ];
  expect(modeOf(authority({ modes }), "transfer", facts().place).mode).toBe("watch");
  expect(modeOf(authority({ modes }), "transfer", { locations: ["FRA"] }).mode).toBe("act");
  expect(modeOf(authority({ modes }), "transfer", {}).mode).toBe("propose");
});

test("above a limit is exceeded, up to it is not; money that cannot be known is above every limit", () => {
  const limits = [limit({ mostMinor: 100_00, mostUnits: 40 })];
  const exceeded = (of: DecisionFacts) => judge(authority({ limits }), "supply", of, at).exceeded;
  expect(exceeded(facts())).toEqual([]);
  expect(exceeded(facts({ valueMinor: 100_01 }))).toEqual([{ limit: "value", most: 100_00, found: 100_01 }]);
  expect(exceeded(facts({ units: 41 }))).toEqual([{ limit: "units", most: 40, found: 41 }]);
  expect(exceeded(facts({ valueMinor: null }))).toEqual([{ limit: "value", most: 100_00, found: null }]);
});

test("a role without a limit decides all its role allows; the autopilot without a limit does nothing", () => {
  const open = authority({ modes: [mode("transfer", "act")] });
  expect(judge(open, "supply", facts(), at)).toMatchObject({ refusal: null, exceeded: [] });
  expect(judge(open, "autopilot", facts(), at).refusal).toEqual({ why: "not_autopilot", kind: "transfer" });
  const limited = authority({ ...open, limits: [limit({ who: "autopilot" })] });
  expect(judge(limited, "autopilot", facts(), at).refusal).toBeNull();
});

test("steps of several kinds go by the strictest mode", () => {
  const modes = [mode("transfer", "act"), mode("ad_pause", "propose"), mode("ad_budget", "watch")];
  const limits = [limit({ who: "autopilot" })];
  const refusal = (who: "autopilot" | "supply", kinds: DecisionFacts["kinds"]) =>
    judge(authority({ modes, limits }), who, facts({ kinds }), at).refusal;
  expect(refusal("autopilot", ["transfer"])).toBeNull();
  expect(refusal("autopilot", ["transfer", "ad_pause"])).toEqual({ why: "not_autopilot", kind: "ad_pause" });
  expect(refusal("supply", ["transfer", "ad_pause"])).toBeNull();
  expect(refusal("supply", ["transfer", "ad_budget"])).toEqual({ why: "watch", kind: "ad_budget" });
});

test("two kinds together escape neither's limit, and of equal rows the strictest holds, in whatever order they stand", () => {
  const own = [limit({ kind: "ad_pause", mostMinor: 50_00 }), limit({ kind: "ad_budget", mostMinor: 80_00 })];
  const exceeded = (of: Partial<DecisionFacts>, limits: LimitRow[]) =>
    judge(authority({ limits }), "supply", facts(of), at).exceeded.map(({ most }) => most);
  expect(exceeded({ kinds: ["ad_pause"] }, own)).toEqual([50_00]);
  expect(exceeded({ kinds: ["ad_pause", "ad_budget"] }, own)).toEqual([50_00, 80_00]);
  const ends = [
    limit({ scope: { location: "LAX" }, mostUnits: 10 }),
    limit({ scope: { location: "SZX" }, mostUnits: 1_000 }),
  ];
  for (const limits of [ends, ends.toReversed()]) expect(exceeded({}, limits)).toEqual([10]);
  const act = mode("transfer", "act", { location: "LAX" });
  const watch = { ...mode("transfer", "watch", { location: "SZX" }), cooldownHours: 5 };
  for (const modes of [
    [act, watch],
    [watch, act],
  ])
    expect(modeOf(authority({ modes }), "transfer", facts().place)).toMatchObject({
      mode: "watch",
      cooldownHours: 5,
    });
  const half = authority({
    modes: [mode("transfer", "act"), mode("ad_pause", "act")],
    limits: [limit({ who: "autopilot", kind: "transfer" })],
  });
  expect(judge(half, "autopilot", facts({ kinds: ["transfer", "ad_pause"] }), at).refusal).toEqual({
    why: "not_autopilot",
    kind: "ad_pause",
  });
});

test("each kind goes by its own team's rows, whoever's card it stands on and whoever presses", () => {
  const scope = { team: "marketing" as const };
  const place = { team: "supply" as const };
  const of = (kinds: DecisionFacts["kinds"]) => facts({ kinds, place });
  const watched = authority({ modes: [mode("ad_budget", "watch", scope)] });
  const refused = { why: "watch", kind: "ad_budget" };
  expect(judge(watched, "admin", of(["transfer", "ad_budget"]), at).refusal).toEqual(refused);
  expect(judge(watched, "admin", of(["transfer"]), at).refusal).toBeNull();
  const limits = [limit({ who: "admin", scope, mostMinor: 10 })];
  expect(judge(authority({ limits }), "admin", of(["transfer", "ad_pause"]), at).exceeded).toHaveLength(1);
  const when = { type: "once" as const, from: "2026-03-02T00:00:00Z", until: "2026-03-03T00:00:00Z" };
  const blackouts = [{ name: "Sale", kinds: [], scope, when }];
  expect(judge(authority({ blackouts }), "admin", of(["transfer"]), at).refusal).toBeNull();
  expect(judge(authority({ blackouts }), "admin", of(["transfer", "ad_pause"]), at).refusal).toMatchObject({
    why: "blackout",
  });
});

test("a blackout holds by the company's clock, over midnight too, for its kinds and places only", () => {
  const night = {
    name: "Night",
    kinds: [],
    scope: {},
    when: { type: "weekly" as const, weekdays: [1], from: "22:00", until: "06:00" },
  };
  // 2 March 2026 is a Monday.
  const end = (moment: string, timeZone = "UTC") => blackoutEnd(night, new Date(moment), timeZone);
  expect(end("2026-03-02T21:59:00Z")).toBeNull();
  expect(end("2026-03-02T22:00:00Z")).toBe("2026-03-03T06:00:00.000Z");
  expect(end("2026-03-03T05:59:00Z")).toBe("2026-03-03T06:00:00.000Z");
  expect(end("2026-03-03T06:00:00Z")).toBeNull();
  expect(end("2026-03-03T22:30:00Z")).toBeNull();
  expect(end("2026-03-02T14:00:00Z", "Asia/Shanghai")).toBe("2026-03-02T22:00:00.000Z");
  const sunday = { ...night, when: { ...night.when, weekdays: [7], from: "00:00", until: "23:59" } };
  expect(blackoutEnd(sunday, new Date("2026-03-08T23:59:30Z"), "UTC")).toBe("2026-03-09T00:00:00.000Z");
  expect(blackoutEnd(sunday, new Date("2026-03-09T00:00:00Z"), "UTC")).toBeNull();
  const weekend = { ...sunday, when: { ...sunday.when, weekdays: [6, 7] } };
  expect(blackoutEnd(weekend, new Date("2026-03-07T12:00:00Z"), "UTC")).toBe("2026-03-09T00:00:00.000Z");
  const sale = {
    name: "Sale",
    kinds: ["transfer" as const],
    scope: { location: "LAX" },
    when: { type: "once" as const, from: "2026-03-02T00:00:00Z", until: "2026-03-03T00:00:00Z" },
  };
  const refusal = (of: DecisionFacts) => judge(authority({ blackouts: [sale] }), "supply", of, at).refusal;
  expect(refusal(facts())).toEqual({ why: "blackout", name: "Sale", until: "2026-03-03T00:00:00.000Z" });
  expect(refusal(facts({ kinds: ["ad_pause"] }))).toBeNull();
  expect(refusal(facts({ place: { locations: ["FRA"] } }))).toBeNull();
});

test("a threshold differs where an exception says so, the more specific over the less, and must be possible", () => {
  const rules = policyRules.parse({
    ...defaultRules("USD"),
    exceptions: [
      { scope: { location: "LAX" }, path: "stock.serviceLevel", value: 0.99 },
      { scope: { category: "Bottles" }, path: "stock.serviceLevel", value: 0.9 },
      { scope: { category: "Bottles" }, path: "transfers.hurdleShare", value: 0.3 },
    ],
  });
  const of = (place: Parameters<typeof rulesFor>[1]) => rulesFor(rules, place);
  expect(of({}).stock.serviceLevel).toBe(0.95);
  expect(of({ categories: ["Bottles"] }).stock.serviceLevel).toBe(0.9);
  expect(of({ categories: ["Bottles"], locations: ["LAX"] })).toMatchObject({
    stock: { serviceLevel: 0.99 },
    transfers: { hurdleShare: 0.3 },
  });
  const refused = (scope: Scope, path: string, value: number) =>
    policyRules.safeParse({ ...rules, exceptions: [{ scope, path, value }] }).error?.issues[0]?.path;
  expect(refused({ location: "LAX" }, "stock.serviceLevel", 7)).toEqual(["exceptions", 0, "value"]);
  // A SKU is planned over all its places at once, so that the plan cannot differ by one of them.
  expect(refused({ location: "LAX" }, "transfers.hurdleShare", 0.2)).toEqual(["exceptions", 0, "scope"]);
});
