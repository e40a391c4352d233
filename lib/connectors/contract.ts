/** One row of a source, as it stands there. */
export interface SourceRow {
  /** Line of the file on which the row begins, counted from 1. */
  line: number;
  /** The row's own text, without its line end. */
  raw: string;
  cells: string[];
}

/** What a reader found out about its source before the first row. */
export interface SourceShape {
  encoding: string;
  delimiter: string;
  /** CRLF, LF, CR or none: that of the first line. */
  newline: string;
  header: string[];
}

/** Counted while reading. */
export interface SourceTally {
  /** Bytes of the stored file taken so far. */
  bytes: number;
  repeatedHeaders: number;
  /** Lines that were no UTF-8 and were read as Windows-1252. */
  windows1252Lines: number;
}

/** Rows in batches with the shape they share; `tally` grows while they are read. */
export interface RowSource {
  shape: SourceShape;
  tally: SourceTally;
  batches: AsyncIterable<SourceRow[]>;
}

/** How a file is written, where that cannot or shall not be found out from the file itself. */
export interface FileOptions {
  encoding?: string;
  delimiter?: string;
  /** Lines before the header. */
  skipLines?: number;
}

/** A connector speaks a vendor's protocol and hands on its records as rows; it knows nothing of our tables. */
export interface Connector {
  vendor: string;
  name: string;
  open: (content: AsyncIterable<Uint8Array>, options: FileOptions) => Promise<RowSource>;
}
