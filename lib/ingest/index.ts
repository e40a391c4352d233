export { type IngestContext, loadContext, type Trigger } from "./context";
export { type IngestAnswer, ingestRecords } from "./ingest-records";
export { type ColumnGuess, guessColumns } from "./mapping/guess";
export { type Mapping, type MappingInput, mappingSchema, parseMapping } from "./mapping/mapping";
export type { Sender } from "./readings-of-source";
export { type Progress, runImport } from "./run-import";
export { createRun } from "./runs/runs";
export { type FieldMeta, fieldsOf } from "./schemas/field";
export { isKind, KINDS, type Kind, recordSchemas, rowFields, rowSchemas } from "./schemas/index";
