import { NotFound } from "@/lib/core/errors";
import type { Connector } from "./contract";
import { fileConnector } from "./file/connector";

const connectors: readonly Connector[] = [fileConnector];

/** The connector that speaks a vendor's protocol. Throws NotFound. */
export function connectorFor(vendor: string): Connector {
  const found = connectors.find((connector) => connector.vendor === vendor);
  if (found) return found;
  const known = connectors.map((connector) => connector.vendor).join(", ");
  throw new NotFound(`There is no connector for ${vendor}. There are: ${known}.`, { say: null });
}
