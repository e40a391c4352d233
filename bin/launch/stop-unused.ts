import { stopUnusedEmbedded } from "@/db/embedded";

/** Stops the database server that a killed launcher left behind, unless somebody else uses it. */
await stopUnusedEmbedded(process.argv[2] ?? "");
