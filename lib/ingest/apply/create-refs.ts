import type { Queryable } from "@/db/client";
import type { IngestContext } from "@/lib/ingest/context";
import { createChannels, createLocations, createSkus } from "@/lib/ingest/create-missing";
import type { Kind } from "@/lib/ingest/schemas/index";
import type { CheckedRecord } from "./contract";

/** Fields of each kind that name something else. */
const refFields: Partial<Record<Kind, { skus?: string[]; locations?: string[]; channels?: string[] }>> = {
  lanes: { locations: ["origin", "destination"] },
  channels: { locations: ["locations"] },
  listings: { skus: ["sku"], channels: ["channel"] },
  stock: { skus: ["sku"], locations: ["location"] },
  returns: { skus: ["sku"], locations: ["location"] },
  campaigns: { channels: ["channel"] },
  "product-ads": { skus: ["sku"] },
};

/** Creates what the records name and is not there, as far as the import asks for it. */
export async function createRecordRefs(
  tx: Queryable,
  context: IngestContext,
  kind: Kind,
  records: readonly CheckedRecord[],
  currency: string,
): Promise<void> {
  const fields = refFields[kind];
  const { createMissing } = context.options;
  if (!fields || createMissing.length === 0) return;
  const codes = (names: string[]) => [
    ...new Set(
      records.flatMap(({ record }) =>
        names.flatMap((name) => record[name] ?? []).filter((code) => typeof code === "string"),
      ),
    ),
  ];
  if (fields.locations && createMissing.includes("locations"))
    await createLocations(tx, context, codes(fields.locations));
  if (fields.channels && createMissing.includes("channels"))
    await createChannels(tx, context, codes(fields.channels), currency, []);
  if (fields.skus && createMissing.includes("skus")) await createSkus(tx, context, codes(fields.skus));
}
