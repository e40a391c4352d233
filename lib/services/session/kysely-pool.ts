import type { Db } from "@/db/client";

interface QueryResult<Row> {
  command: "UPDATE" | "DELETE" | "INSERT" | "SELECT" | "MERGE";
  rowCount: number;
  rows: Row[];
}

/**
 * The process's own pool in the shape that better-auth's query builder expects, so that sign-in needs no connections of
 * its own and runs as the application's role.
 */
export function kyselyPool(db: Db) {
  return {
    connect: async () => {
      const connection = await db.reserve();
      return {
        query: async <Row>(sql: string, parameters: readonly unknown[] = []): Promise<QueryResult<Row>> => {
          const rows = await connection.unsafe(sql, parameters as never[], { prepare: true });
          return {
            command: rows.command as QueryResult<Row>["command"],
            rowCount: rows.count,
            rows: [...rows] as Row[],
          };
        },
        release: () => connection.release(),
      };
    },
    end: async () => {},
  };
}
