import { z } from "zod";
import type { Db, Tx } from "@/db/client";
import { Invalid } from "@/lib/core/errors";
import { minorDigits } from "@/lib/core/money";
import { type Say, say } from "@/lib/core/say";
import type { Actor } from "../_shared/actor";
import { writeAudit } from "../_shared/audit";
import { authorise } from "../_shared/authorise";
import { parseInput } from "../_shared/parse-input";
import { insertTransfer } from "../action/insert-transfer";
import { checkDonors } from "../action/reserve";

export const createTransferInput = z.object({
  laneId: z.number().int().positive(),
  lines: z
    .array(
      z.object({ skuId: z.number().int().positive(), quantity: z.number().int().min(1).max(10_000_000) }),
    )
    .min(1)
    .max(200)
    .refine((lines) => new Set(lines.map((line) => line.skuId)).size === lines.length, {
      message: "Each SKU may stand in one line only.",
      params: { key: "refusals.transfer.skuTwice" },
    }),
});

export interface CreatedTransfer {
  transferId: number;
  number: string;
  actionId: string;
}

/**
 * A transfer that a person plans without a recommendation. It takes the same way as an approved one: reserves at the
 * donor, goes to whoever runs the origin, and is proved by what both ends say. Throws Forbidden, Invalid (lane, packs,
 * least and most units), or Conflict when the donor has not enough.
 */
export async function createTransfer(db: Db, actor: Actor, request: unknown): Promise<CreatedTransfer> {
  authorise(actor, "transfer.move");
  const { laneId, lines } = parseInput(createTransferInput, request);
  return db.begin(async (tx) => {
    const lane = await loadLane(tx, laneId, lines);
    await checkDonors(
      tx,
      lines.map((line) => ({ ...line, originId: lane.originId })),
    );
    const created = await insertTransfer(tx, actor, {
      recommendationId: null,
      laneId,
      lines,
      freightMinor: lane.freightMinor,
      fixedMinor: lane.fixedMinor,
      expected: null,
    });
    await writeAudit(tx, actor, {
      verb: "transfer.create",
      entity: "transfer",
      entityId: created.transferId,
      after: { number: created.number, laneId, lines, freightMinor: lane.freightMinor },
    });
    return created;
  });
}

async function loadLane(
  tx: Tx,
  laneId: number,
  lines: readonly { skuId: number; quantity: number }[],
): Promise<{ originId: number; freightMinor: number; fixedMinor: number }> {
  const [lane] = await tx<LaneRow[]>`
    select l.origin_id as "originId", l.min_units as "minUnits", l.capacity_units as "capacityUnits", l.currency,
      l.freight_minor_per_unit + l.handling_minor_per_unit as "perUnitMinor", l.fixed_minor_per_shipment as "fixedMinor",
      l.hazmat_allowed as "hazmatAllowed", l.cold_chain_allowed as "coldChainAllowed",
      (select base_currency from company) as "baseCurrency", 
      (select f.to_base from fx_rate f where f.currency = l.currency and f.day <= current_date order by f.day desc limit 1) as "toBase"
    from lane l where l.id = ${laneId} and l.active`;
  if (!lane)
    throw new Invalid("There is no active lane between these places. Choose another one.", {
      say: say("refusals.transfer.noLane"),
    });
  const skus = await tx<
    { id: number; code: string; packSize: number; hazmat: boolean; coldChain: boolean }[]
  >`
    select id, code, pack_size as "packSize", hazmat, cold_chain as "coldChain" from sku
    where id = any(${lines.map((line) => line.skuId)}) and is_product`;
  const known = new Map(skus.map((sku) => [sku.id, sku]));
  const fieldErrors: Record<string, string> = {};
  const fieldSays: Record<string, Say> = {};
  const refuse = (field: string, message: string, said: Say) => {
    fieldErrors[field] = message;
    fieldSays[field] = said;
  };
  lines.forEach((line, index) => {
    const sku = known.get(line.skuId);
    if (!sku) refuse(`lines.${index}.skuId`, "This SKU is not known.", say("refusals.transfer.skuUnknown"));
    else if (line.quantity % sku.packSize !== 0)
      refuse(
        `lines.${index}.quantity`,
        `${sku.code} ships in packs of ${sku.packSize}.`,
        say("refusals.transfer.packs", { sku: sku.code, units: sku.packSize }),
      );
    else if ((sku.hazmat && !lane.hazmatAllowed) || (sku.coldChain && !lane.coldChainAllowed))
      refuse(
        `lines.${index}.skuId`,
        `${sku.code} may not travel on this lane.`,
        say("refusals.transfer.mayNotTravel", { sku: sku.code }),
      );
  });
  const units = lines.reduce((sum, line) => sum + line.quantity, 0);
  const { minUnits, capacityUnits } = lane;
  if (units < minUnits)
    refuse(
      "lines",
      `This lane ships at least ${minUnits} units, not ${units}.`,
      say("refusals.transfer.least", { least: minUnits, units }),
    );
  if (capacityUnits !== null && units > capacityUnits)
    refuse(
      "lines",
      `This lane ships at most ${capacityUnits} units, not ${units}.`,
      say("refusals.transfer.most", { most: capacityUnits, units }),
    );
  const wrong = Object.values(fieldErrors);
  if (wrong.length > 0)
    throw new Invalid(`${wrong.join(" ")} Nothing was moved.`, {
      say: say("refusals.nothingMoved", { why: { sentences: Object.values(fieldSays) } }),
      fieldErrors,
      fieldSays,
    });
  return {
    originId: lane.originId,
    freightMinor: freightInBase(lane, units),
    fixedMinor: freightInBase({ ...lane, perUnitMinor: 0 }, units),
  };
}

interface LaneRow {
  originId: number;
  minUnits: number;
  capacityUnits: number | null;
  currency: string;
  perUnitMinor: number;
  fixedMinor: number;
  hazmatAllowed: boolean;
  coldChainAllowed: boolean;
  baseCurrency: string;
  toBase: string | null;
}

/** Fixed cost once, the rest for each unit; converted at the latest rate and rounded once. */
function freightInBase(lane: LaneRow, units: number): number {
  const minor = lane.fixedMinor + units * lane.perUnitMinor;
  if (lane.currency === lane.baseCurrency) return minor;
  if (lane.toBase === null)
    throw new Invalid(
      `There is no exchange rate for ${lane.currency}, so the freight cannot be stated. Add a rate first.`,
      { say: say("refusals.transfer.noRate", { currency: lane.currency }) },
    );
  const digits = minorDigits(lane.baseCurrency) - minorDigits(lane.currency);
  return Math.round(minor * Number(lane.toBase) * 10 ** digits);
}
