import { createHash } from "node:crypto";
import type { Tx } from "@/db/client";
import { ensurePolicy } from "@/lib/services/policy/ensure";
import { warehouseConnectionId } from "../connections";
import { type CopyValue, copyRows } from "../copy";
import type { PastDecision } from "../history";
import { lanes, locations } from "../places";
import type { SimulatedCompany } from "../simulate";
import { DAY_MS } from "../types";

const moment = (ms: number | null) => (ms === null ? null : new Date(ms));

/** Decisions of the past, the actions they led to, and the transfers among these. */
export async function writeHistory(
  tx: Tx,
  company: SimulatedCompany,
  history: readonly PastDecision[],
): Promise<void> {
  const policy = await ensurePolicy(tx);
  await copyRows(
    tx,
    "recommendation",
    [
      "id",
      "kind",
      "team",
      "subject_key",
      "sku_id",
      "location_id",
      "campaign_id",
      "product_ad_id",
      "problem",
      "options",
      "evidence",
      "chosen_option",
      "data_as_of",
      "policy_version",
      "value_low_minor",
      "value_minor",
      "value_high_minor",
      "loss_minor_per_day",
      "urgency",
      "state",
      "version",
      "material_hash",
      "reason",
      "decided_by",
      "decided_at",
      "created_at",
      "updated_at",
    ],
    history.map((d, at) => [
      at + 1,
      d.kind,
      d.kind === "shortage" ? "supply" : "marketing",
      d.subjectKey,
      d.skuId,
      d.locationId,
      d.ad?.campaign.id ?? null,
      d.ad?.id ?? null,
      { json: d.problem },
      { json: d.options },
      { json: evidenceOf(d) },
      d.chosen,
      new Date(d.createdAt - 300_000),
      policy.version,
      d.value.low,
      d.value.mid,
      d.value.high,
      d.lossPerDay,
      d.lossPerDay > 5_000 ? "high" : "normal",
      d.state,
      2,
      createHash("sha256").update(`sample/${at}`).digest("hex"),
      d.reason,
      d.decidedAt === null ? null : d.decidedBy,
      moment(d.decidedAt),
      new Date(d.createdAt),
      new Date(d.decidedAt ?? d.createdAt + 5 * DAY_MS),
    ]),
  );
  const acted = history.flatMap((decision, at) =>
    decision.actionId === null ? [] : [{ decision, id: decision.actionId, recommendation: at + 1 }],
  );
  await copyRows(
    tx,
    "action",
    [
      "id",
      "recommendation_id",
      "kind",
      "executor",
      "connection_id",
      "payload",
      "prior_state",
      "state",
      "attempts",
      "next_attempt_at",
      "accepted_at",
      "verified_at",
      "receipt",
      "expected_low_minor",
      "expected_minor",
      "expected_high_minor",
      "realised_low_minor",
      "realised_minor",
      "realised_high_minor",
      "realised_at",
      "expected_days",
      "claimed_low_minor",
      "claimed_minor",
      "claimed_high_minor",
      "approved_by",
      "created_at",
      "updated_at",
    ],
    acted.map(({ decision: d, id, recommendation }) => {
      const at = d.decidedAt ?? d.createdAt;
      const verifiedAt = d.transfer ? d.transfer.shippedAt : at + 240_000;
      const { kind, connection, payload, prior } = d.transfer ? transferAction(company, d) : adAction(d);
      const executor = connection === null ? "manual" : "webhook";
      return [
        id,
        recommendation,
        kind,
        executor,
        connection,
        { json: payload },
        prior === null ? null : { json: prior },
        verifiedAt === null ? "accepted" : "verified",
        1,
        new Date(company.now.getTime() + 120_000),
        new Date(at + 4_000),
        moment(verifiedAt),
        {
          json: {
            reference: `WH-${String(recommendation).padStart(6, "0")}`,
            acceptedAt: new Date(at + 4_000).toISOString(),
            duplicate: false,
          },
        },
        d.value.low,
        d.value.mid,
        d.value.high,
        d.realised?.low ?? null,
        d.realised?.mid ?? null,
        d.realised?.high ?? null,
        moment(d.realised?.at ?? null),
        d.valueDays,
        ...claimedOf(d),
        d.decidedBy,
        new Date(at),
        new Date(verifiedAt ?? at + 4_000),
      ];
    }),
  );
  await copyRows(
    tx,
    "action_attempt",
    ["action_id", "attempt", "started_at", "finished_at", "outcome", "http_status"],
    acted.map(({ decision: d, id }) => [
      id,
      1,
      new Date((d.decidedAt ?? d.createdAt) + 3_000),
      new Date((d.decidedAt ?? d.createdAt) + 4_000),
      "accepted",
      202,
    ]),
  );
  await writeTransfers(
    tx,
    acted.flatMap(({ decision, id }) =>
      decision.transfer ? [{ decision, transfer: decision.transfer, id }] : [],
    ),
  );
  for (const { decision: d, id } of acted)
    if (d.kind === "ad_pause" && d.ad?.state === "paused" && d.ad.pauses.at(-1)?.from === d.decidedAt)
      await tx`update product_ad set paused_by_action_id = ${id} where id = ${d.ad.id}`;
}

/** What was expected of the days that were measured: a pause that ended early is held against those it lasted. */
function claimedOf({ value, valueDays, decidedAt, realised, transfer }: PastDecision): (number | null)[] {
  if (!realised) return [null, null, null];
  const days = transfer ? valueDays : (realised.at - (decidedAt ?? realised.at)) / DAY_MS;
  const share = Math.min(1, days / valueDays);
  return [value.low, value.mid, value.high].map((minor) => Math.round(minor * share));
}

type TransferRow = { decision: PastDecision; transfer: NonNullable<PastDecision["transfer"]>; id: string };

async function writeTransfers(tx: Tx, rows: readonly TransferRow[]): Promise<void> {
  const laneOf = (row: TransferRow) => {
    const lane = lanes[row.transfer.lane];
    if (!lane) throw new RangeError("a transfer without a lane");
    return { origin: lane.from + 1, destination: lane.to + 1 };
  };
  const idOf = (row: TransferRow) => Number(row.transfer.number.slice(3));
  await copyRows(
    tx,
    "transfer_order",
    [
      "id",
      "number",
      "action_id",
      "lane_id",
      "origin_id",
      "destination_id",
      "state",
      "currency",
      "freight_minor",
      "planned_at",
      "shipped_at",
      "expected_at",
      "received_at",
      "created_by",
      "simulated",
    ],
    rows.map((row) => {
      const { transfer: t, decision, id } = row;
      const { origin, destination } = laneOf(row);
      const cost = Number(decision.options[0]?.costMinor ?? 0);
      return [
        idOf(row),
        t.number,
        id,
        t.lane + 1,
        origin,
        destination,
        t.state,
        "USD",
        cost,
        new Date(t.plannedAt),
        moment(t.shippedAt),
        new Date(t.expectedAt),
        moment(t.receivedAt),
        decision.decidedBy,
        true,
      ];
    }),
  );
  await copyRows(
    tx,
    "transfer_line",
    [
      "transfer_id",
      "line_no",
      "sku_id",
      "origin_id",
      "destination_id",
      "quantity",
      "shipped_quantity",
      "received_quantity",
      "reserving",
    ],
    rows.map((row) => {
      const { origin, destination } = laneOf(row);
      return [
        idOf(row),
        1,
        row.transfer.sku,
        origin,
        destination,
        row.transfer.quantity,
        row.transfer.shipped,
        row.transfer.received,
        row.transfer.shipped === null,
      ];
    }),
  );
  const event = (
    row: TransferRow,
    kind: "shipped" | "received",
    at: number | null,
    quantity: number | null,
  ): CopyValue[][] =>
    at === null || quantity === null
      ? []
      : [
          [
            idOf(row),
            `${row.id}:${kind}`,
            kind,
            "vendor",
            true,
            { json: [{ lineNo: 1, quantity }] },
            new Date(at),
            new Date(at),
            "sample",
          ],
        ];
  await copyRows(
    tx,
    "transfer_event",
    [
      "transfer_id",
      "event_id",
      "kind",
      "source",
      "final",
      "lines",
      "occurred_at",
      "recorded_at",
      "recorded_by",
    ],
    rows.flatMap((row) => [
      ...event(row, "shipped", row.transfer.shippedAt, row.transfer.shipped),
      ...event(row, "received", row.transfer.receivedAt, row.transfer.received),
    ]),
  );
}

function transferAction(company: SimulatedCompany, decision: PastDecision) {
  const { transfer } = decision;
  const lane = transfer ? lanes[transfer.lane] : undefined;
  if (!transfer || !lane) throw new RangeError("a transfer without a lane");
  const originCode = locations[lane.from]?.code ?? "";
  const payload = {
    transferId: Number(transfer.number.slice(3)),
    number: transfer.number,
    laneId: transfer.lane + 1,
    originId: lane.from + 1,
    destinationId: lane.to + 1,
    originCode,
    destinationCode: locations[lane.to]?.code ?? "",
    expectedAt: new Date(transfer.expectedAt).toISOString(),
    lines: [
      {
        lineNo: 1,
        skuId: transfer.sku,
        sku: company.skus[transfer.sku - 1]?.code ?? "",
        quantity: transfer.quantity,
      },
    ],
  };
  const byHand = originCode === "SIN-ST";
  return {
    kind: "transfer",
    connection: byHand ? null : warehouseConnectionId(originCode),
    payload,
    prior: null,
  };
}

function adAction({ ad, kind, decidedAt }: PastDecision) {
  if (!ad) throw new RangeError("a pause without an ad");
  const expectedState = kind === "ad_pause" ? "enabled" : "paused";
  const payload = {
    level: "product_ad",
    campaignId: ad.campaign.id,
    productAdId: ad.id,
    externalId: ad.externalId,
    campaignExternalId: ad.campaign.externalId,
    expectedState,
  };
  const readAt = new Date(decidedAt ?? 0).toISOString();
  const prior = {
    ad: {
      level: "product_ad",
      externalId: ad.externalId,
      campaignExternalId: ad.campaign.externalId,
      state: expectedState,
      changedAt: null,
      changedBy: null,
      lastActionId: null,
      readAt,
    },
  };
  return { kind, connection: ad.campaign.connection, payload, prior };
}

function evidenceOf(decision: PastDecision) {
  const asOf = new Date(decision.createdAt - 300_000).toISOString();
  const { availableUnits, meanUnitsPerDay, spendMinorPerDay, locationCode, campaignName } =
    decision.problem.params;
  return [
    {
      key: "available",
      value: availableUnits ?? 0,
      unit: "units",
      source: "sample",
      asOf,
      params: { locationCode: locationCode ?? null },
    },
    decision.kind === "shortage"
      ? { key: "forecast", value: meanUnitsPerDay ?? 0, unit: "units_per_day", source: "computed", asOf }
      : {
          key: "ad_spend",
          value: spendMinorPerDay ?? 0,
          unit: "minor_per_day",
          source: "sample",
          asOf,
          params: { campaignName: campaignName ?? null },
        },
  ];
}
