import type { PlanChange } from "@/lib/services/transfer-plan/what-if";

type Params = Record<string, string | string[] | undefined> | URLSearchParams;

/** Lines of a shipment that are shown until a reader asks for the others; the most valuable. A page is made with no more. */
export const linesAtFirst = 5;

/** Lines of a shipment whose quantity can be tried; the most valuable. */
export const linesTried = 12;

const most = 50;
const pattern = {
  forbid: /^(\d{1,9})$/,
  lead: /^(\d{1,9})-(\d{1,3})$/,
  units: /^(\d{1,9})-(\d{1,9})-(\d{1,7})$/,
};

export const noChange: PlanChange = { forbid: [], leadDays: [], quantities: [], unread: [] };

/**
 * What is tried, out of an address: `forbid=3,7&lead=5-12&units=41-3-60` (lane; lane-days; SKU-lane-units). Of two words about the
 * same the last counts; what cannot be read is kept as it stands, to be told.
 */
export function readWhatIf(params: Params): PlanChange {
  let change = noChange;
  for (const name of ["forbid", "lead", "units"] as const) {
    const value = params instanceof URLSearchParams ? params.get(name) : params[name];
    const words = (Array.isArray(value) ? value.join(",") : (value ?? "")).split(",").filter(Boolean);
    for (const word of words.slice(0, most)) {
      const [one, two = 0, three = 0] = pattern[name].exec(word)?.slice(1).map(Number) ?? [];
      if (one === undefined)
        change = { ...change, unread: [...change.unread, `${name}=${word.slice(0, 40)}`] };
      else if (name === "forbid") change = withForbidden(change, one, true);
      else if (name === "lead") change = withLeadDays(change, one, two);
      else change = withUnits(change, { skuId: one, laneId: two }, three);
    }
  }
  return change;
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

export const isTried = ({ forbid, leadDays, quantities, unread }: PlanChange): boolean =>
  forbid.length + leadDays.length + quantities.length + unread.length > 0;

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
