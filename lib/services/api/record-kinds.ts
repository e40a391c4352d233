/** The kinds of records that /api/v1 takes, and what each is made of. */
export { KINDS, type Kind, recordSchemas } from "@/lib/ingest";
