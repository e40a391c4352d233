export type RunState = "queued" | "running" | "done" | "failed" | "cancelled";

/** read = accepted + unchanged + rejected. */
export interface RunSums {
  read: number;
  accepted: number;
  unchanged: number;
  rejected: number;
}

/** A run as it travels to the browser. */
export interface RunRow extends RunSums {
  id: number;
  kind: string;
  source: string;
  fileName: string | null;
  state: RunState;
  who: string;
  queuedAt: string;
  finishedAt: string | null;
}

/** Rejects that the same repair sets right. */
export interface RejectGroup {
  code: string;
  field: string | null;
  /** Rows of the file with this problem. */
  rows: number;
  examples: { line: number; value: string | null; reason: string; raw: string }[];
}

export interface FieldView {
  name: string;
  type: string;
  required: boolean;
}

/** The first rows of a file as a mapping reads them. */
export interface RecordPreview {
  fields: string[];
  rows: {
    line: number;
    values: Record<string, string | null>;
    problems: { field: string | null; code: string; reason: string; value: string | null }[];
  }[];
}
