import { betterAuth } from "better-auth";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { nextCookies } from "better-auth/next-js";
import { type Db, getDb } from "@/db/client";
import { readEnv } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { kyselyPool } from "./kysely-pool";
import { limitSignIn } from "./limit-sign-in";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN, SESSION_ABSOLUTE_SECONDS } from "./limits";
import { recordSignIn, removeEndedSessions } from "./record-sign-in";

/** What sign-in needs to know of its surroundings. */
export interface AuthSettings {
  /** At least 32 characters: signs the cookies. */
  secret: string;
  /** Where people reach Plimsoll; https makes the cookies secure. */
  address: string;
}

/**
 * better-auth over our own tables: e-mail and password, no open sign-up. `expires_at` of a session is its absolute end;
 * the idle end is kept by readSession.
 */
export function createAuth(db: Db, settings: AuthSettings) {
  return betterAuth({
    appName: "Plimsoll",
    baseURL: settings.address,
    basePath: "/api/auth",
    secret: settings.secret,
    database: kyselyPool(db),
    telemetry: { enabled: false },
    logger: { log: (level, message) => log[level]({ part: "sign-in" }, message) },
    // Plimsoll is reached under names its settings do not know (a LAN address, 127.0.0.1): same origin is what counts.
    trustedOrigins: (request) => (request ? sameOrigin(request) : []),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
      maxPasswordLength: PASSWORD_LENGTH_MAX,
    },
    user: {
      modelName: "app_user",
      fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" },
      additionalFields: {
        role: { type: "string", required: true, input: false },
        disabled: { type: "boolean", required: true, input: false, defaultValue: false },
        preferences: { type: "json", required: true, input: false },
      },
    },
    session: {
      modelName: "user_session",
      expiresIn: SESSION_ABSOLUTE_SECONDS,
      disableSessionRefresh: true,
      fields: {
        userId: "user_id",
        expiresAt: "expires_at",
        ipAddress: "ip_address",
        userAgent: "user_agent",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
      additionalFields: {
        lastSeenAt: { type: "date", fieldName: "last_seen_at", input: false, defaultValue: () => new Date() },
      },
    },
    account: {
      modelName: "user_account",
      fields: {
        userId: "user_id",
        accountId: "account_id",
        providerId: "provider_id",
        accessToken: "access_token",
        refreshToken: "refresh_token",
        idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at",
        refreshTokenExpiresAt: "refresh_token_expires_at",
        createdAt: "created_at",
        updatedAt: "updated_at",
      },
    },
    verification: {
      modelName: "user_verification",
      fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
    },
    rateLimit: {
      enabled: true,
      storage: "database",
      modelName: "rate_limit",
      fields: { lastRequest: "last_request" },
      window: 60,
      max: 120,
      customRules: { "/sign-in/email": { window: 60, max: 20 } },
    },
    advanced: {
      cookiePrefix: "plimsoll",
      useSecureCookies: settings.address.startsWith("https://"),
      disableOriginCheck: false,
      disableCSRFCheck: false,
      database: { joins: true, generateId: "uuid" },
    },
    hooks: {
      before: createAuthMiddleware(async (ctx) => {
        if (ctx.path === "/sign-in/email") await limitSignIn(db, ctx.body?.email, ctx.headers);
      }),
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const [person] = await db<{ disabled: boolean }[]>`
              select disabled from app_user where id = ${session.userId}`;
            if (!person || person.disabled)
              throw new APIError("FORBIDDEN", {
                code: "DISABLED",
                message: "This sign-in is switched off. Ask an admin.",
              });
          },
          after: async (session) => {
            await recordSignIn(db, session.userId, session.ipAddress ?? null);
            await removeEndedSessions(db);
          },
        },
      },
    },
    plugins: [nextCookies()],
  });
}

export type Auth = ReturnType<typeof createAuth>;

/** The origin under which the request itself came, by the name its caller used. */
function sameOrigin(request: Request): string[] {
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  return host ? [`http://${host}`, `https://${host}`] : [];
}

const processWide = globalThis as { plimsollAuth?: Auth };

/** The process's own sign-in, made on first use. Throws one sentence when PLIMSOLL_SECRET is not set. */
export function getAuth(): Auth {
  processWide.plimsollAuth ??= createAuth(getDb(), authSettings());
  return processWide.plimsollAuth;
}

function authSettings(): AuthSettings {
  const env = readEnv();
  return { secret: installationSecret(), address: env.PLIMSOLL_ADDRESS ?? `http://localhost:${env.PORT}` };
}

/** The installation's secret. Throws one sentence when PLIMSOLL_SECRET is not set. */
export function installationSecret(): string {
  const { PLIMSOLL_SECRET } = readEnv();
  if (PLIMSOLL_SECRET) return PLIMSOLL_SECRET;
  throw new Error(
    "PLIMSOLL_SECRET is not set. Start Plimsoll with npm start, which keeps one in its data folder.",
  );
}
