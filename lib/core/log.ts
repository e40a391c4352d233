import pino from "pino";

/** Structured log on standard error. Fields that hold secrets are removed wherever they stand. */
export const log = pino(
  {
    level: process.env.PLIMSOLL_LOG_LEVEL ?? "info",
    redact: {
      paths: [
        "password",
        "token",
        "secret",
        "authorization",
        "cookie",
        "*.password",
        "*.token",
        "*.secret",
        "*.authorization",
        "*.cookie",
      ],
      censor: "[removed]",
    },
  },
  pino.destination(2),
);
