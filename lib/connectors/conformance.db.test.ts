import { describe, expect, test } from "vitest";
import { createTestDatabase } from "@/db/testing/test-database";
import { testSealingSecret } from "@/lib/ingest/sync/testing/live-company";
import { liveConnectors } from "./live-registry";
import { conformanceCases, smallSize } from "./testing/conformance";
import { conformanceSubjects } from "./testing/subjects";

process.env.PLIMSOLL_SECRET = testSealingSecret;

test("every registered connector is put through it", () => {
  const subjects = conformanceSubjects.map(({ connector }) => connector.vendor);
  expect(subjects).toEqual(expect.arrayContaining(liveConnectors.map(({ vendor }) => vendor)));
});

for (const subject of conformanceSubjects)
  describe(subject.connector.name, () => {
    for (const { name, run } of conformanceCases(subject, createTestDatabase, smallSize))
      test(name, run, 240_000);
  });
