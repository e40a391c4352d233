import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { copyToStage, createStage, type StagedLine } from "./stage";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const line = (number: number, quantity = 1): StagedLine => ({
  line: number,
  record: {
    orderNumber: String(number),
    placedAt: "2026-04-01T00:00:00.000Z",
    sku: "A",
    quantity,
    unitPrice: "1",
  },
  lineKind: "sale",
  note: null,
  problems: null,
  raw: "",
});
const beyondInt = 3_000_000_000;
const good = (from: number) => Array.from({ length: 20_000 }, (_, place) => line(from + place));

async function* batches(...all: StagedLine[][]) {
  yield* all;
}

test.each([
  ["at once", () => batches([line(1, beyondInt)])],
  ["in the middle", () => batches([line(1, beyondInt)], good(2), good(30_000), good(60_000))],
  ["at the end", () => batches(good(1), good(30_000), [line(90_000, beyondInt)])],
])(
  "rows that PostgreSQL refuses %s end the copy with its reason, and the connection goes on",
  async (_, lines) => {
    const connection = await database.db.reserve();
    try {
      await createStage(connection, "order_stage");
      await expect(copyToStage(connection, lines(), new Set())).rejects.toThrow(
        /out of range for type integer/,
      );
      await copyToStage(connection, batches(good(1)), new Set());
      const [row] = await connection<{ lines: number }[]>`select count(*)::int as lines from order_stage`;
      expect(row?.lines).toBe(20_000);
    } finally {
      connection.release();
    }
  },
);

test("a copy into what is not there, or whose source breaks off, ends with the reason", async () => {
  const connection = await database.db.reserve();
  try {
    await connection`drop table if exists order_stage`;
    await expect(copyToStage(connection, batches(good(1)), new Set())).rejects.toThrow(/order_stage/);
    await createStage(connection, "order_stage");
    async function* torn() {
      yield good(1);
      throw new Error("the file is torn");
    }
    await expect(copyToStage(connection, torn(), new Set())).rejects.toThrow(/torn/);
    const [row] = await connection<{ lines: number }[]>`select count(*)::int as lines from order_stage`;
    expect(row?.lines).toBe(0);
  } finally {
    connection.release();
  }
});
