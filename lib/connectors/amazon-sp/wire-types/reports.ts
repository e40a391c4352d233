import { z } from "zod";
import { maybe } from "./shared";

/** Reports 2021-06-30. */
export const createdReport = z.object({ reportId: z.string().min(1) });

export const report = z.object({
  reportId: z.string(),
  reportType: z.string(),
  processingStatus: z.enum(["CANCELLED", "DONE", "FATAL", "IN_PROGRESS", "IN_QUEUE"]),
  reportDocumentId: maybe(z.string()),
  dataStartTime: maybe(z.string()),
  dataEndTime: maybe(z.string()),
});

export const reportList = z.object({ reports: z.array(report), nextToken: maybe(z.string()) });

export const reportDocument = z.object({
  reportDocumentId: z.string(),
  url: z.url(),
  compressionAlgorithm: maybe(z.enum(["GZIP"])),
});
