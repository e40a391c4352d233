import { z } from "zod";

const schema = z.object({
  DATABASE_URL: z.url().optional(),
  DATABASE_REPLICA_URL: z.url().optional(),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  PLIMSOLL_DATA_DIR: z.string().default(".data"),
  PLIMSOLL_ROLE: z.enum(["web", "worker", "all"]).default("all"),
  PLIMSOLL_SAMPLE: z.enum(["0", "1"]).default("1"),
  PLIMSOLL_SECRET: z.string().min(32).optional(),
  PLIMSOLL_ADDRESS: z.url().optional(),
  PLIMSOLL_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  PLIMSOLL_SMTP_FROM: z.string().min(3).max(320).optional(),
  PLIMSOLL_PAST_DAYS: z.coerce.number().int().min(30).max(3650).optional(),
  PLIMSOLL_LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
});

export type Env = z.infer<typeof schema>;

/** The process's settings, checked. Throws one sentence that names each wrong variable. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw new Error(`Environment variables cannot be used: ${wrong}`);
}
