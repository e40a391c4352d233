import type { Db, Tx } from "@/db/client";

const repeatable = new Set(["40P01", "40001"]);
const attemptsMax = 5;

/**
 * One transaction on a reserved connection; repeated when PostgreSQL chose it to break a deadlock. The work must be
 * repeatable, which every batch is: nothing of it stays when it fails.
 */
export async function transaction<T>(connection: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  return await repeated(async () => {
    await connection`begin`;
    try {
      const result = await work(connection);
      await connection`commit`;
      return result;
    } catch (error) {
      await connection`rollback`;
      throw error;
    }
  });
}

/** The same on a pool: one of its connections is taken for as long as the work lasts. */
export async function poolTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { result } = await repeated(() => db.begin(async (tx) => ({ result: await work(tx) })));
  return result;
}

async function repeated<T>(attempt: () => Promise<T>): Promise<T> {
  for (let number = 1; ; number++) {
    try {
      return await attempt();
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (number === attemptsMax || !repeatable.has(code)) throw error;
    }
  }
}
