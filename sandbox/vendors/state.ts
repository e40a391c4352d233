import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/** A transfer as the simulated warehouse keeps it; times in milliseconds. */
export interface WarehouseTransfer {
  connection: string;
  actionId: string;
  number: string;
  reference: string;
  state: "accepted" | "shipped" | "received" | "cancelled";
  origin: string;
  destination: string;
  acceptedAt: number;
  shipAt: number;
  /** Null: set when it ships. */
  receiveAt: number | null;
  shippedAt: number | null;
  receivedAt: number | null;
  cancelledAt: number | null;
  lines: {
    lineNo: number;
    sku: string;
    quantity: number;
    shippedQuantity: number | null;
    receivedQuantity: number | null;
  }[];
}

export type AdState = "enabled" | "paused" | "ended";

/** A change of an ad's or a campaign's state at the platform. */
export interface Toggle {
  at: number;
  state: AdState;
  by: "plimsoll" | "person" | "platform";
  actionId: string | null;
}

/** An ad, or a campaign as a whole. What is missing of an ad is its campaign's. */
export interface PlatformAd {
  connection: string;
  level: "product_ad" | "campaign";
  externalId: string;
  campaignExternalId: string;
  currency: string;
  /** Of a campaign: exact decimal in its currency; null or left out: it has none. */
  budgetPerDay?: string | null;
  spendMinorPerDay: number;
  clickMinor: number;
  priceMinor: number;
  /** Oldest first; the last one rules. Never empty. */
  toggles: Toggle[];
}

/** An action that was taken on, by its id. */
export interface TakenAction {
  connection: string;
  /** Of the content, so that one id with two contents is noticed. */
  hash: string;
  reference: string;
  acceptedAt: string;
  subject: string;
}

/** A message to Plimsoll that has not been taken yet. */
export interface WaitingCallBack {
  connection: string;
  eventId: string;
  type: string;
  data: unknown;
  occurredAt: string;
  attempts: number;
  nextAt: number;
}

/** All that the simulated vendors remember. */
export interface VendorState {
  /** Which workspace it belongs to; another one starts anew. */
  workspace: string;
  references: number;
  transfers: Record<string, WarehouseTransfer>;
  ads: Record<string, PlatformAd>;
  actions: Record<string, TakenAction>;
  callBacks: WaitingCallBack[];
}

export interface StateFile {
  state: VendorState;
  /** Written before an answer leaves, so that a restart remembers what was promised. */
  save: () => void;
}

const empty = (workspace: string): VendorState => ({
  workspace,
  references: 0,
  transfers: {},
  ads: {},
  actions: {},
  callBacks: [],
});

/** Reads the vendors' memory, or starts a new one for a new workspace. A null path keeps it in memory only. */
export function openState(path: string | null, workspace: string): StateFile {
  const stored =
    path !== null && existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as VendorState) : null;
  const state = stored?.workspace === workspace ? stored : empty(workspace);
  const save = () => {
    if (path === null) return;
    writeFileSync(`${path}.new`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  };
  return { state, save };
}

export const nextReference = (state: VendorState, prefix: string): string =>
  `${prefix}-${String(++state.references).padStart(6, "0")}`;

export const adKey = (connection: string, level: PlatformAd["level"], externalId: string): string =>
  `${connection}/${level}/${externalId}`;
