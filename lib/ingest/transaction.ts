import type { Db } from "@/db/client";

const repeatable = new Set(["40P01", "40001"]);

/**
 * One transaction on a reserved connection; repeated when PostgreSQL chose it to break a deadlock. The work must be
 * repeatable, which every batch is: nothing of it stays when it fails.
 */
export async function transaction<T>(connection: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    await connection`begin`;
    try {
      const result = await work(connection);
      await connection`commit`;
      return result;
    } catch (error) {
      await connection`rollback`;
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (attempt === 5 || !repeatable.has(code)) throw error;
    }
  }
}

/** The same on a pool: one of its connections is taken for as long as the work lasts. */
export async function poolTransaction<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  const connection = await db.reserve();
  try {
    return await transaction(connection, work);
  } finally {
    connection.release();
  }
}
