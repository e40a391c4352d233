import type { ReactNode } from "react";

export type ColumnKind =
  | "code"
  | "state"
  | "number"
  | "money"
  | "date"
  | "title"
  | "gauge"
  | "custom"
  | "actions";
export type SortDirection = "asc" | "desc";

export interface Sort {
  key: string;
  direction: SortDirection;
}

export interface Column<Row> {
  /** Also the sort key in the address. */
  key: string;
  /** Decides width and alignment. */
  kind: ColumnKind;
  /** One or two words plus the unit: "Cover, days". */
  header: string;
  cell: (row: Row) => ReactNode;
  /** The row header: pinned at the left, and the link when rows open something. One a table. */
  identity?: boolean;
  sortable?: boolean;
  /** Direction of the first press on the head. Default desc for figures, asc for text. */
  bestFirst?: SortDirection;
  widthPx?: number;
  /** Hidden until the person asks for it under "Columns". */
  offAtFirst?: boolean;
  /** Place in the two-line row of a phone; columns without one are left out there. "action": a button of its own beside the link. */
  phone?: "identity" | "state" | "figure" | "gauge" | "action";
}

export interface TablePage<Row> {
  rows: Row[];
  nextCursor: string | null;
  /** Rows that match, over all pages; null when nobody counted. */
  total: number | null;
  /** Rows without any filter. */
  totalUnfiltered: number | null;
  /** When the figures were read, ISO. */
  asOf: string | null;
}

export interface FilterDefinition {
  /** Parameter in the address. */
  key: string;
  label: string;
  options: { value: string; label: string }[];
  /** Two or three are offered as chips; the rest stands behind "Add filter". */
  suggested?: boolean;
}

/** What a bulk action acts on: rows by id, or all that match the query at a moment. */
export type BulkSelection =
  | { mode: "rows"; ids: string[] }
  | { mode: "matching"; query: string; at: string; total: number };

export interface BulkAction {
  key: string;
  /** Verb and noun: "Pause ads". */
  label: string;
  run: (selection: BulkSelection) => void | Promise<void>;
  offReason?: string | null;
}

export interface Bulk<Row> {
  actions: BulkAction[];
  /** Sum of the selected rows in money and units, formatted. */
  sum?: (rows: Row[]) => string;
}

export interface DataTableProps<Row> {
  /** Names stored widths. */
  id: string;
  /** Accessible name. */
  label: string;
  columns: Column<Row>[];
  /** First page from the server; null while it is loaded for the first time. */
  page: TablePage<Row> | null;
  /** Address of further pages (gets the current query and &cursor=), or a function. */
  more?: string | ((cursor: string, query: string) => Promise<TablePage<Row>>);
  rowId: (row: Row) => string;
  /** Redraws a row only when this changes; without it rows are compared by content. */
  rowVersion?: (row: Row) => string | number;
  rowHref?: (row: Row) => string | null;
  /** Names the row in "Select …". Default: its id. */
  rowLabel?: (row: Row) => string;
  defaultSort?: Sort;
  filters?: FilterDefinition[];
  /** Search box bound to ?q=; the key / focuses it. */
  search?: boolean;
  bulk?: Bulk<Row>;
  csvHref?: string;
  /** What the figures are: "Stock". */
  sourceLabel?: string;
  /** Shown when there is nothing at all, filters or not. */
  empty?: ReactNode;
  /** The list could not be loaded. */
  failed?: { sentence: string; logId?: string } | null;
  /** "fill" reaches to the bottom of the window; a number is the box's greatest height in pixels. */
  height?: "fill" | number;
  /** Further controls right of the filters. */
  tools?: ReactNode;
}
