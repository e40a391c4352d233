import postgres from "postgres";

/** Rows as JavaScript sees them: bigint as number (throws beyond the safe integers), numeric as exact text, date as YYYY-MM-DD, timestamptz as Date. */
const types = {
  int8: {
    to: 20,
    from: [20],
    serialize: (value: number | bigint) => value.toString(),
    parse: (text: string) => {
      const value = Number(text);
      if (!Number.isSafeInteger(value)) throw new RangeError(`bigint beyond the safe integers: ${text}`);
      return value;
    },
  },
  day: { to: 1082, from: [1082], serialize: (value: string) => value, parse: (text: string) => text },
};

/** A pool of connections to one database. */
export type Db = postgres.Sql<{ int8: number; day: string }>;
/** One connection inside a transaction. */
export type Tx = postgres.TransactionSql<{ int8: number; day: string }>;
/** What a query needs: the pool or a transaction. */
export type Queryable = Db | Tx;

/** The role every statement of the application runs as; see db/migrations/0009_rights.sql. */
export const APP_ROLE = "plimsoll_app";

/**
 * Opens a pool. `role: "app"` lowers every connection to the application's role even when the address
 * belongs to a mightier one. Close it with `db.end()`.
 */
export function connect(
  url: string,
  options: { max?: number; role?: "app" | "owner"; name?: string; session?: boolean } = {},
): Db {
  const db = postgres(url, {
    max: options.max ?? 10,
    types,
    onnotice: () => {},
    // What lies in a session goes with its connection, so that one must not be renewed.
    ...(options.session && { max_lifetime: null }),
    connection: {
      application_name: options.name ?? "plimsoll",
      TimeZone: "UTC",
      ...(options.role === "owner" ? {} : { role: APP_ROLE }),
    },
  });
  reopened.set(db, (name) => connect(url, { ...options, name, max: 1, session: true }));
  return db;
}

const reopened = new WeakMap<Db, (name: string) => Db>();

/** One connection to the database of a pool, with what is laid into its session, until `end()`. Its transactions are begun one by one. */
export function openSession(db: Db, name: string): Db {
  const open = reopened.get(db);
  if (!open) throw new Error("A session can be opened only beside a pool of connect().");
  return open(name);
}

const processWide = globalThis as { plimsollDb?: Db; plimsollReplica?: Db };

/** The process's own pool on DATABASE_URL, opened on first use. */
export function getDb(): Db {
  processWide.plimsollDb ??= connect(requireUrl(), { name: "plimsoll-web" });
  return processWide.plimsollDb;
}

/** For reads that may lag: DATABASE_REPLICA_URL when set, else the main database. */
export function getReadDb(): Db {
  const replica = process.env.DATABASE_REPLICA_URL;
  if (!replica) return getDb();
  processWide.plimsollReplica ??= connect(replica, { name: "plimsoll-read" });
  return processWide.plimsollReplica;
}

function requireUrl(): string {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set. Start Plimsoll with npm start, which sets it.");
  return url;
}
