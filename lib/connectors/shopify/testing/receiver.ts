import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { WebhookCall } from "@/lib/connectors/live-contract";

export interface Receiver {
  address: string;
  /** In the order they came. */
  calls: WebhookCall[];
  /** Statuses for the next calls; 200 when there are none left. */
  refuse: number[];
  stop: () => Promise<void>;
}

/** Takes webhooks over real HTTP and keeps them as they came. */
export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      receiver.calls.push({ headers, rawBody: Buffer.concat(parts).toString("utf8") });
      response.writeHead(receiver.refuse.shift() ?? 200).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    address: `http://127.0.0.1:${port}/api/webhooks/shop`,
    calls: [],
    refuse: [],
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
