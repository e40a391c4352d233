import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { createGunzip, createInflate } from "node:zlib";
import { type VendorAnswer, VendorError, type VendorRequest } from "@/lib/connectors/live-contract";
import { checkLiteralAddress, outsideLookup } from "@/lib/core/outside-address";

const timeoutSecondsUsual = 30;
const bytesMaxUsual = 20 * 1024 * 1024;

/** Where a request may go. */
export interface Reach {
  allowPrivateNetwork: boolean;
  signal: AbortSignal;
}

/**
 * One request over HTTP or HTTPS. Redirects are not followed and connections not reused, so only the address that was
 * checked is ever spoken to. Rejects with VendorError for a network failure (`transient`), an answer that is longer than
 * allowed (`unexpected`) and an address inside this machine's own network (`refused`); nothing of headers or bodies is in
 * the error. When `reach.signal` aborts, it rejects with the signal's reason.
 */
export async function sendRequest(request: VendorRequest, reach: Reach): Promise<VendorAnswer> {
  const url = parseUrl(request.url);
  if (!reach.allowPrivateNetwork) {
    try {
      checkLiteralAddress(url);
    } catch (error) {
      throw networkFailure(error, url);
    }
  }
  const body = request.body ?? null;
  const headers: Record<string, string> = {
    accept: "application/json",
    "accept-encoding": "gzip, deflate",
    "user-agent": "plimsoll",
    ...request.headers,
  };
  if (body !== null) headers["content-length"] = String(Buffer.byteLength(body));
  const timeout = AbortSignal.timeout((request.timeoutSeconds ?? timeoutSecondsUsual) * 1000);
  const open = url.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) =>
      reject(reach.signal.aborted ? reach.signal.reason : networkFailure(error, url));
    const outgoing = open(
      url,
      {
        method: request.method,
        headers,
        agent: false,
        signal: AbortSignal.any([reach.signal, timeout]),
        ...(reach.allowPrivateNetwork ? {} : { lookup: outsideLookup }),
      },
      (incoming) => {
        readBody(incoming, request.bytesMax ?? bytesMaxUsual).then((content) => {
          const text = request.bytes ? "" : content.toString("utf8");
          const answer = { status: incoming.statusCode ?? 0, headers: headersOf(incoming), text };
          resolve(request.bytes ? { ...answer, bytes: content } : answer);
        }, fail);
      },
    );
    outgoing.on("error", fail);
    outgoing.end(body ?? undefined);
  });
}

/** The whole body, unpacked; a body that breaks off rejects. */
function readBody(incoming: IncomingMessage, bytesMax: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const encoding = incoming.headers["content-encoding"];
    const unpack = encoding === "gzip" ? createGunzip() : encoding === "deflate" ? createInflate() : null;
    const content = unpack ? incoming.pipe(unpack) : incoming;
    const parts: Buffer[] = [];
    let size = 0;
    const fail = (error: Error) => {
      reject(error);
      incoming.destroy();
    };
    content.on("data", (part: Buffer) => {
      size += part.length;
      if (size > bytesMax)
        fail(new VendorError("unexpected", "too_long", `The answer is longer than ${bytesMax} bytes.`));
      else parts.push(part);
    });
    incoming.on("error", fail);
    incoming.on("aborted", () => fail(new Error("cut off")));
    unpack?.on("error", fail);
    content.on("end", () => {
      if (incoming.complete) resolve(Buffer.concat(parts));
      else fail(new Error("cut off"));
    });
  });
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(incoming.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new VendorError("refused", "bad_address", "The vendor's address is no http or https address.");
  return url;
}

/** What a request that brought no answer means: nothing is known to have happened. */
function networkFailure(error: unknown, url: URL): VendorError {
  if (error instanceof VendorError) return error;
  const name = error instanceof Error ? error.name : "";
  if (name === "InsideAddress")
    return new VendorError(
      "refused",
      "inside_address",
      `${url.hostname} lies inside this machine's own network. Allow that on the connection if it is meant.`,
    );
  if (name === "TimeoutError" || name === "AbortError")
    return new VendorError("transient", "timeout", `${url.host} did not answer in time.`);
  const code = (error as NodeJS.ErrnoException | null)?.code?.toLowerCase() ?? "no_answer";
  return new VendorError("transient", code, `${url.host} could not be reached, or broke off (${code}).`);
}
