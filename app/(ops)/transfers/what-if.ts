import type { PlanChange } from "@/lib/services/transfer-plan/what-if";

type Params = Record<string, string | string[] | undefined> | URLSearchParams;

const most = 50;
const pattern = {
  forbid: /^\d{1,9}$/,
  lead: /^(\d{1,9})-(\d{1,3})$/,
  units: /^(\d{1,9})-(\d{1,9})-(\d{1,7})$/,
};

export const noChange: PlanChange = { forbid: [], leadDays: [], quantities: [] };

/** What is tried, out of an address: `forbid=3,7&lead=5-12&units=41-3-60` (lane; lane-days; SKU-lane-units). */
export function readWhatIf(params: Params): PlanChange {
  const words = (name: string) => {
    const value = params instanceof URLSearchParams ? params.get(name) : params[name];
    return (Array.isArray(value) ? value.join(",") : (value ?? "")).split(",").slice(0, most);
  };
  return {
    forbid: words("forbid").flatMap((word) => (pattern.forbid.test(word) ? Number(word) : [])),
    leadDays: words("lead").flatMap((word) => {
      const [, laneId, days] = pattern.lead.exec(word) ?? [];
      return laneId === undefined ? [] : { laneId: Number(laneId), days: Number(days) };
    }),
    quantities: words("units").flatMap((word) => {
      const [, skuId, laneId, units] = pattern.units.exec(word) ?? [];
      return skuId === undefined
        ? []
        : { skuId: Number(skuId), laneId: Number(laneId), units: Number(units) };
    }),
  };
}

/** The address of the plan with what is tried. */
export function whatIfHref({ forbid, leadDays, quantities }: PlanChange): string {
  const parts = [
    forbid.length > 0 ? `forbid=${forbid.join(",")}` : "",
    leadDays.length > 0 ? `lead=${leadDays.map(({ laneId, days }) => `${laneId}-${days}`).join(",")}` : "",
    quantities.length > 0
      ? `units=${quantities.map(({ skuId, laneId, units }) => `${skuId}-${laneId}-${units}`).join(",")}`
      : "",
  ].filter((part) => part !== "");
  return parts.length > 0 ? `/transfers?${parts.join("&")}` : "/transfers";
}

export const isTried = ({ forbid, leadDays, quantities }: PlanChange): boolean =>
  forbid.length + leadDays.length + quantities.length > 0;

/** With one thing tried in another way; null: as it is planned. */
export function withForbidden(change: PlanChange, laneId: number, isForbidden: boolean): PlanChange {
  const others = change.forbid.filter((id) => id !== laneId);
  return { ...change, forbid: isForbidden ? [...others, laneId] : others };
}

export function withLeadDays(change: PlanChange, laneId: number, days: number | null): PlanChange {
  const others = change.leadDays.filter((one) => one.laneId !== laneId);
  return { ...change, leadDays: days === null ? others : [...others, { laneId, days }] };
}

export function withUnits(
  change: PlanChange,
  line: { skuId: number; laneId: number },
  units: number | null,
): PlanChange {
  const others = change.quantities.filter(
    ({ skuId, laneId }) => skuId !== line.skuId || laneId !== line.laneId,
  );
  return { ...change, quantities: units === null ? others : [...others, { ...line, units }] };
}
