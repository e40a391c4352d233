/** What services need of live sources; they do not speak to vendors themselves. */
export type { CheckResult, LiveConnector, Stream } from "@/lib/connectors/live-contract";
export { STREAMS } from "@/lib/connectors/live-contract";
export { liveConnectorFor } from "@/lib/connectors/live-registry";
export { type LiveAccount, loadAccount } from "./account";
export { runKindOf as kindOfStream } from "./runs-of-passes";
export { beginPass, ensureStreams, hurry, streamsOf, wantIds } from "./streams";
export { trialSession, tryAccount } from "./trial";
export { carriesOut, isLive, type LiveVendor, listVendors } from "./vendors";
