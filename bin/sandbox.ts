import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { connect, type Db } from "@/db/client";
import { log } from "@/lib/core/log";
import { commandActor } from "@/lib/services/_shared/actor";
import { createToken } from "@/lib/services/token/create-token";
import { vendorConnections, writeAddresses } from "@/sandbox/connect-vendors";
import { readSandboxFile, writeSandboxFile } from "@/sandbox/memory-file";
import { seedVendors } from "@/sandbox/seed-vendors";
import { startLiveVendors } from "@/sandbox/shops/start";
import { startVendors } from "@/sandbox/vendors/server";
import { openState } from "@/sandbox/vendors/state";
import { recordsClient } from "@/sandbox/world/client";
import { startWorld } from "@/sandbox/world/ticker";
import { dataDir } from "./paths";

/**
 * The sample company's outside world: one server that plays its warehouses and ad platforms, and a world that goes on.
 * PLIMSOLL_SANDBOX_PORT (any free one), PLIMSOLL_ADDRESS (http://localhost:PORT), PLIMSOLL_SANDBOX_TOKEN (one of its own),
 * PLIMSOLL_SANDBOX_WORLD=0 for servers only.
 */
async function main(): Promise<void> {
  const db = connect(process.env.DATABASE_URL ?? "", { max: 2, name: "plimsoll-sandbox" });
  const workspace = await simulatedWorkspace(db);
  const undo: (() => Promise<unknown>)[] = [() => db.end({ timeout: 5 })];
  stopOnSignal(undo);
  if (workspace === null) {
    log.info("sandbox: the company in this database is not the sample company, so there is nothing to play");
    setInterval(() => {}, 3_600_000);
    return;
  }
  const folder = dataDir();
  mkdirSync(folder, { recursive: true });
  const address = process.env.PLIMSOLL_ADDRESS ?? `http://localhost:${process.env.PORT ?? 3000}`;
  const file = readSandboxFile(folder, workspace);
  const connections = await vendorConnections(db, file.secrets);
  const state = openState(join(folder, "sandbox-state.json"), workspace);
  await seedVendors(db, state.state);
  state.save();

  let token = process.env.PLIMSOLL_SANDBOX_TOKEN ?? file.token ?? "";
  const renewToken = async () => {
    if (process.env.PLIMSOLL_SANDBOX_TOKEN) return;
    token = (
      await createToken(db, commandActor, {
        name: "Sandbox of the sample company",
        role: "operator",
        validDays: null,
      })
    ).token;
    file.token = token;
    writeSandboxFile(folder, file);
  };
  if (token === "") await renewToken();
  const live = await startLiveVendors(db, file.secrets);
  undo.push(live.stop);
  writeSandboxFile(folder, file);
  const world =
    process.env.PLIMSOLL_SANDBOX_WORLD === "0"
      ? null
      : startWorld({
          db,
          client: recordsClient(address, () => token),
          vendors: state.state,
          live,
          renewToken,
        });
  if (world) undo.push(world.stop);
  const vendors = await startVendors({
    port: Number(process.env.PLIMSOLL_SANDBOX_PORT ?? 0),
    connections,
    file: state,
    callBackAddress: address,
    ...(world ? { emptyAds: world.emptyAds } : {}),
    live,
  });
  undo.push(vendors.stop);
  file.origin = vendors.origin;
  writeSandboxFile(folder, file);
  await writeAddresses(db, vendors.origin, connections);
  log.info(
    {
      origin: vendors.origin,
      connections: connections.length,
      live: [...live.faults.keys()],
      world: world !== null,
    },
    "sandbox: vendors of the sample company answer",
  );
}

/** What tells one sample company from the next; null for a real one, or none. */
async function simulatedWorkspace(db: Db): Promise<string | null> {
  const [company] = await db<
    { name: string; at: Date }[]
  >`select name, created_at as at from company where simulated`;
  return company ? `${company.name} ${company.at.toISOString()}` : null;
}

function stopOnSignal(undo: (() => Promise<unknown>)[]): void {
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
}

await main();
