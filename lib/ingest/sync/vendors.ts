import { liveConnectorFor } from "@/lib/connectors/live-registry";

/** Whether actions can be carried to this vendor through its live connector. */
export const carriesOut = (vendor: string): boolean => liveConnectorFor(vendor)?.send !== undefined;

/** Whether a vendor is spoken to live. */
export const isLive = (vendor: string): boolean => liveConnectorFor(vendor) !== null;
