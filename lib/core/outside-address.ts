import { lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Ranges that never belong to a vendor on the public internet (RFC 6890 and its successors). */
const inside = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  inside.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of [
  ["::", 128],
  ["::1", 128],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 32],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
] as const)
  inside.addSubnet(net, prefix, "ipv6");

/** The address names a machine inside the host's own network. */
export class InsideAddress extends Error {
  constructor(host: string) {
    super(`${host} lies inside this machine's own network. Allow that on the connection if it is meant.`);
    this.name = "InsideAddress";
  }
}

/** Whether an IP address is private, local, reserved or an IPv4 one in disguise. Text that is no address counts as inside. */
export function isInsideAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, "");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (mapped) return inside.check(mapped, "ipv4");
  const family = isIP(bare);
  if (family === 4) return inside.check(bare, "ipv4");
  if (family === 6) return /^::ffff:/i.test(bare) || inside.check(bare, "ipv6");
  return true;
}

/** Throws InsideAddress when a URL names such an address outright; names are checked when they are resolved. */
export function checkLiteralAddress(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && isInsideAddress(host)) throw new InsideAddress(host);
}

/**
 * A resolver for node:http that fails with InsideAddress as soon as one answer lies inside. It is the connection's own
 * lookup, so the address that was checked is the one that is dialled.
 */
export const outsideLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "", 0);
    if (addresses.length === 0 || addresses.some(({ address }) => isInsideAddress(address)))
      return callback(new InsideAddress(hostname), "", 0);
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    callback(null, first?.address ?? "", first?.family ?? 0);
  });
};
