import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

export interface ReceivedCallBack {
  path: string;
  eventId: string;
  body: { type: string; data: Record<string, unknown> };
}

/** A stand-in for Plimsoll's webhook address that keeps what comes in, refusing the first `refusals` deliveries. */
export async function receiveCallBacks(secret: string, refusals = 0) {
  const received: ReceivedCallBack[] = [];
  let left = refusals;
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const text = Buffer.concat(parts).toString("utf8");
    const body = new Webhook(secret).verify(
      text,
      request.headers as Record<string, string>,
    ) as ReceivedCallBack["body"];
    if (left-- > 0) {
      response.writeHead(500).end();
      return;
    }
    received.push({ path: request.url ?? "", eventId: String(request.headers["webhook-id"]), body });
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    address: `http://127.0.0.1:${port}`,
    received,
    /** Waits until so many have come. */
    waitFor: async (count: number) => {
      while (received.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
      return received;
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
