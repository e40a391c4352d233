import type { Connector } from "@/lib/connectors/contract";
import { openRows } from "./open-rows";

/** Files with one record a row: CSV and its relatives, plain or gzip. */
export const fileConnector: Connector = { vendor: "file", name: "File", open: openRows };
