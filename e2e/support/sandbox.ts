import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { newId } from "@/lib/core/ids";
import { stack } from "./stack";

const origin = () => `http://127.0.0.1:${stack().sandboxPort}`;

/** How long the simulated warehouses take until goods leave, and from there until they arrive; they count exactly. */
export async function warehousesTake(pace: { shipSeconds: number; receiveSeconds: number }): Promise<void> {
  await control("pace", pace);
  await control("faults", { exact: true });
}

async function control(what: "pace" | "faults", body: object): Promise<void> {
  const answer = await fetch(`${origin()}/${what}`, { method: "PUT", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`The sandbox refused ${what}: ${await answer.text()}`);
}

/** What an ad platform says an ad spent since yesterday, in minor units. Ads that were empty or paused spend nothing. */
export async function spentAtPlatform(connection: string, adExternalId: string): Promise<number> {
  const path = `/${connection}/spend?since=${new Date(Date.now() - 86_400_000).toISOString()}`;
  const answer = await read<{ rows: { adExternalId: string; spendMinor: number }[] }>(connection, path);
  return answer.rows
    .filter((row) => row.adExternalId === adExternalId)
    .reduce((sum, row) => sum + row.spendMinor, 0);
}

/** The state of an ad or a campaign at its platform. */
export async function stateAtPlatform(
  connection: string,
  level: "product_ad" | "campaign",
  externalId: string,
): Promise<string> {
  const list = level === "campaign" ? "campaigns" : "ads";
  const { state } = await read<{ state: string }>(
    connection,
    `/${connection}/${list}/${encodeURIComponent(externalId)}`,
  );
  return state;
}

async function read<Answer>(connection: string, path: string): Promise<Answer> {
  const kept = JSON.parse(readFileSync(join(stack().dataDir, "sandbox.json"), "utf8")) as {
    secrets: Record<string, string>;
  };
  const id = newId();
  const at = new Date();
  const answer = await fetch(`${origin()}${path}`, {
    headers: {
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
      "webhook-signature": new Webhook(kept.secrets[connection] ?? "").sign(id, at, path),
    },
  });
  if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}
