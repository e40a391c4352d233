import { subscribe } from "node:diagnostics_channel";
import type { Server } from "node:http";

const longestUploadMs = 12 * 60 * 60_000;
const processWide = globalThis as { plimsollLongUploads?: true };

/**
 * Lets a request body take up to twelve hours. Node closes a connection whose body is not there after five minutes,
 * which several GB over a usual line need longer than; its limit for headers stays. The server is reached by the
 * channel on which Node tells of each request, so this counts from the next request on.
 */
export function allowLongUploads(): void {
  if (processWide.plimsollLongUploads) return;
  processWide.plimsollLongUploads = true;
  subscribe("http.server.request.start", (message) => {
    const { server } = message as { server?: Server };
    if (server && server.requestTimeout < longestUploadMs) server.requestTimeout = longestUploadMs;
  });
}
