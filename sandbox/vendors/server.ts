import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { z } from "zod";
import type { LiveVendors } from "../shops/start";
import { adReading, setAdState, spendSince } from "./ads";
import { type Answer, refusal } from "./answer";
import { sendCallBacks } from "./call-backs";
import {
  type Faults,
  faultsOf,
  faultsSchema,
  liveFaultsOf,
  noFaults,
  type Pace,
  paceSchema,
  usualPace,
} from "./faults";
import { adKey, type StateFile } from "./state";
import { takeAction, type VendorConnection } from "./take-action";
import { moveGoods, transferReading } from "./warehouse";

const BODY_BYTES_MAX = 1_000_000;
const TICK_MS = 500;

export interface VendorServer {
  /** Such as http://127.0.0.1:41873; a connection's base address is this and its key. */
  origin: string;
  stop: () => Promise<void>;
}

export interface VendorOptions {
  /** 0: any free one. */
  port: number;
  connections: readonly VendorConnection[];
  file: StateFile;
  /** Where Plimsoll takes call-backs; null: none are sent. */
  callBackAddress: string | null;
  pace?: Pace;
  /** Ads that the platforms stopped by themselves just now. */
  emptyAds?: () => ReadonlySet<string>;
  /** The vendors that speak their own protocol, by connection: the switches reach them too. */
  live?: Pick<LiveVendors, "faults" | "ads">;
}

/** Starts the server that plays every warehouse system and ad platform of the sample company. Listens on this machine only. */
export async function startVendors(options: VendorOptions): Promise<VendorServer> {
  const connections = new Map(options.connections.map((connection) => [connection.key, connection]));
  const controls: Controls = { faults: noFaults, pace: options.pace ?? usualPace };
  const server = createServer((request, response) => {
    handle(request, { ...options, connections, controls }).then(
      (answer) => write(response, answer),
      (error: unknown) =>
        write(response, refusal(500, "broken", error instanceof Error ? error.message : "unknown")),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const stopTicking = tick(options, connections, controls);
  return {
    origin: `http://127.0.0.1:${portOf(server)}`,
    stop: async () => {
      await stopTicking();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Controls {
  faults: Faults;
  pace: Pace;
}

type Context = Omit<VendorOptions, "connections"> & {
  connections: ReadonlyMap<string, VendorConnection>;
  controls: Controls;
};

/** Moves goods and sends call-backs, one round after the other. */
function tick(
  { file, callBackAddress }: VendorOptions,
  connections: ReadonlyMap<string, VendorConnection>,
  controls: Controls,
): () => Promise<void> {
  const stopped = new AbortController();
  const run = async () => {
    while (!stopped.signal.aborted) {
      const now = Date.now();
      let changed = moveGoods(file.state, controls.faults, controls.pace, now);
      if (changed) file.save();
      if (callBackAddress !== null)
        changed = await sendCallBacks(file.state, connections, callBackAddress, controls.faults, now);
      else if (file.state.callBacks.length > 0) file.state.callBacks.length = 0;
      if (changed) file.save();
      await sleep(TICK_MS, undefined, { signal: stopped.signal }).catch(() => {});
    }
  };
  const running = run();
  return async () => {
    stopped.abort();
    await running;
  };
}

async function handle(request: IncomingMessage, context: Context): Promise<Answer> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const body = await readBody(request);
  if (body === null) return refusal(413, "too_long", "The body is longer than 1 MB.");
  const control = handleControl(request.method ?? "GET", url.pathname, body, context);
  if (control) return control;
  const [key = "", ...rest] = url.pathname.slice(1).split("/").map(decodeURIComponent);
  const connection = context.connections.get(key);
  if (!connection) return refusal(404, "unknown_connection", `There is no system ${key} here.`);
  const faults = faultsOf(context.controls.faults, key);
  if (faults.down) return refusal(503, "down", "This system is down for maintenance.");
  const isAction = request.method === "POST" && rest.length === 0;
  if (!isAction && request.method !== "GET")
    return refusal(405, "method", "POST to the base address, or GET a reading.");
  const id = String(request.headers["webhook-id"] ?? "");
  if (!signed(connection, request, isAction ? body : (request.url ?? "")))
    return refusal(401, "bad_signature", "The signature does not fit, or its time is too far off.");
  if (!isAction) return read(connection, rest, url, context);
  if (faults.rate429 > 0)
    return { ...refusal(429, "too_many_requests", "Slow down."), retryAfterSeconds: faults.rate429 };
  const answer = takeAction(
    context.file.state,
    connection,
    id,
    parseJson(body),
    faults,
    context.controls.pace,
    Date.now(),
  );
  context.file.save();
  if (faults.slow > 0) await sleep(faults.slow * 1000, undefined, { ref: false });
  return answer;
}

function read(
  connection: VendorConnection,
  [kind, id]: readonly string[],
  url: URL,
  { file: { state }, emptyAds }: Context,
): Answer {
  const now = Date.now();
  if (kind === "transfers" && id !== undefined) {
    const transfer = state.transfers[id];
    return transfer?.connection === connection.key
      ? { status: 200, body: transferReading(transfer, now) }
      : refusal(404, "unknown_transfer", "No transfer of this id is known here.");
  }
  if ((kind === "ads" || kind === "campaigns") && id !== undefined) {
    const ad = state.ads[adKey(connection.key, kind === "ads" ? "product_ad" : "campaign", id)];
    return ad
      ? { status: 200, body: adReading(ad, now) }
      : refusal(404, kind === "ads" ? "unknown_ad" : "unknown_campaign", "No such ad is known here.");
  }
  if (kind === "spend") {
    const since = Date.parse(url.searchParams.get("since") ?? "");
    if (Number.isNaN(since))
      return refusal(422, "invalid", "since must be a moment in ISO 8601.", {
        fields: { since: "unreadable" },
      });
    return { status: 200, body: spendSince(state, connection.key, since, now, emptyAds?.()) };
  }
  return refusal(404, "unknown_reading", "Readings are transfers/{id}, ads/{id}, campaigns/{id} and spend.");
}

/** `PUT /faults`, `DELETE /faults`, `PUT /pace`, reading both, and `PUT /hand`. Null: another path. */
function handleControl(method: string, path: string, body: string, context: Context): Answer | null {
  const { controls } = context;
  if (path === "/hand" && method === "PUT") return switchByHand(parseJson(body), context);
  if (path !== "/faults" && path !== "/pace") return null;
  if (method === "DELETE" && path === "/faults") controls.faults = noFaults;
  else if (method === "PUT") {
    const parsed =
      path === "/faults" ? faultsSchema.safeParse(parseJson(body)) : paceSchema.safeParse(parseJson(body));
    if (!parsed.success) return unusable(parsed.error);
    Object.assign(controls, { [path === "/faults" ? "faults" : "pace"]: parsed.data });
  } else if (method !== "GET") return refusal(405, "method", "GET, PUT or DELETE.");
  if (path === "/faults" && method !== "GET")
    for (const [key, live] of context.live?.faults ?? [])
      Object.assign(live, liveFaultsOf(faultsOf(controls.faults, key)));
  return { status: 200, body: path === "/faults" ? controls.faults : controls.pace };
}

const handSchema = z.object({
  connection: z.string(),
  level: z.enum(["product_ad", "campaign"]).default("product_ad"),
  externalId: z.string(),
  state: z.enum(["enabled", "paused", "ended"]),
});

/** Somebody at the platform switches an ad, past Plimsoll. */
function switchByHand(body: unknown, { file, live }: Context): Answer {
  const wanted = handSchema.safeParse(body);
  if (!wanted.success) return unusable(wanted.error);
  const { connection, level, externalId, state } = wanted.data;
  if (live?.ads.get(connection)?.switchByHand(level, externalId, state))
    return { status: 200, body: { connection, level, externalId, state } };
  const ad = file.state.ads[adKey(connection, level, externalId)];
  if (!ad) return refusal(404, "unknown_ad", `There is no ${externalId} at ${connection}.`);
  setAdState(file.state, ad, state, "person", null, Date.now());
  file.save();
  return { status: 200, body: adReading(ad, Date.now()) };
}

const unusable = (error: z.ZodError): Answer =>
  refusal(
    422,
    "invalid",
    error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "),
  );

function signed(connection: VendorConnection, request: IncomingMessage, content: string): boolean {
  try {
    new Webhook(connection.secret).verify(content, request.headers as Record<string, string>, {
      jsonParse: false,
    });
    return true;
  } catch {
    return false;
  }
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > BODY_BYTES_MAX) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function write(response: ServerResponse, { status, body, retryAfterSeconds }: Answer): void {
  response.writeHead(status, {
    "content-type": "application/json",
    ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
  });
  response.end(JSON.stringify(body));
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}
