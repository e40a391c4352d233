import type { LiveConnector, Setting, Stream } from "@/lib/connectors/live-contract";
import { knownConnectors, liveConnectorFor } from "@/lib/connectors/live-registry";
import { streamsOf } from "./streams";

/** Whether actions can be carried to this vendor through its live connector. */
export const carriesOut = (vendor: string): boolean => liveConnectorFor(vendor)?.send !== undefined;

/** Vendors through whose accounts goods are moved: between two of their own places, or to one of them from anywhere. */
export const vendorsMoving = (how: "between" | "inbound"): string[] =>
  knownConnectors().flatMap(({ vendor, transfers }) => (transfers === how ? [vendor] : []));

/** Whether a quantity at this vendor is of one of several places. */
export const countsByPlace = (vendor: string): boolean => liveConnectorFor(vendor)?.quantities === "by_place";

/** Whether daily budgets of campaigns can be set at this vendor. */
export const setsBudgets = (vendor: string): boolean => liveConnectorFor(vendor)?.budgets === true;

/** Whether a vendor is spoken to live. */
export const isLive = (vendor: string): boolean => liveConnectorFor(vendor) !== null;

/** What a person is asked to connect a vendor, and what will be read. */
export interface LiveVendor {
  vendor: string;
  name: string;
  settings: readonly Setting[];
  streams: readonly { stream: Stream; pollSeconds: number; backfill: boolean; pushed: boolean }[];
  carriesOut: boolean;
  /** It brings places whose stock it may keep or only publish. */
  asksKeeper: boolean;
}

/** Every vendor that can be connected live, in the order of the registry. */
export const listVendors = (): LiveVendor[] => knownConnectors().map(describeVendor);

const describeVendor = (connector: LiveConnector): LiveVendor => ({
  vendor: connector.vendor,
  name: connector.name,
  settings: connector.settings,
  streams: streamsOf(connector).flatMap((stream) => {
    const spec = connector.streams[stream];
    return spec
      ? [{ stream, pollSeconds: spec.pollSeconds, backfill: spec.backfill, pushed: spec.pushed }]
      : [];
  }),
  carriesOut: connector.send !== undefined,
  asksKeeper: connector.streams.locations !== undefined && connector.transfers !== "inbound",
});
