import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { allowLongUploads } from "./allow-long-uploads";

test("the server that takes a request waits long for its body", async () => {
  allowLongUploads();
  const server = createServer((_request, response) => response.end());
  expect(server.requestTimeout).toBe(5 * 60_000);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const sent = request({ port: (server.address() as AddressInfo).port, host: "127.0.0.1" }).end();
  const [response] = await once(sent, "response");
  response.resume();
  expect(server.requestTimeout).toBe(12 * 60 * 60_000);
  expect(server.headersTimeout).toBeLessThanOrEqual(60_000);
  server.close();
});
