import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/test-database";
import { sealSecret } from "@/lib/core/seal";
import { silent, testSealingSecret } from "@/lib/ingest/sync/testing/live-company";
import type { Actor } from "@/lib/services/_shared/actor";
import { checkAlerts } from "@/lib/services/alert/check-alerts";
import { nextMessageSeconds } from "@/lib/services/alert/deliveries";
import { removeAlertRoute } from "@/lib/services/alert/remove-route";
import { saveAlertRoute } from "@/lib/services/alert/save-route";
import { sendTest } from "@/lib/services/alert/send-test";
import { handler } from "./alerts-deliver.handler";

process.env.PLIMSOLL_SECRET = testSealingSecret;
const signing = `whsec_${Buffer.from("a signing secret of this test run").toString("base64")}`;
const admin: Actor = { kind: "user", id: "u2", name: "Ann", role: "admin" };
let database: TestDatabase;
let receiver = 0;
let mailServer: SMTPServer;
let refusals = 0;
const mails: { to: string[]; content: string }[] = [];
const calls: { verified: unknown; id: string }[] = [];

const hookServer = createServer((request, response) => {
  void textOf(request).then((body) => {
    calls.push({
      verified: new Webhook(signing).verify(body, request.headers as Record<string, string>),
      id: String(request.headers["webhook-id"]),
    });
    response.end("{}");
  });
});

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

beforeAll(async () => {
  database = await createTestDatabase();
  mailServer = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        if (refusals-- > 0) return done(Object.assign(new Error("try later"), { responseCode: 451 }));
        mails.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          content: Buffer.concat(parts).toString("utf8"),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => mailServer.listen(0, "127.0.0.1", resolve));
  await new Promise<void>((resolve) => hookServer.listen(0, "127.0.0.1", resolve));
  process.env.PLIMSOLL_SMTP_URL = `smtp://127.0.0.1:${(mailServer.server.address() as AddressInfo).port}`;
  process.env.PLIMSOLL_SMTP_FROM = "Plimsoll <plimsoll@example.com>";
  process.env.PLIMSOLL_ADDRESS = "https://plimsoll.example.com";
  const { db } = database;
  await db`insert into app_user (id, name, email, role, preferences) values
    ('u1', 'Ola', 'ola@example.com', 'operator', '{"language": "zh-Hant"}'), ('u2', 'Ann', 'ann@example.com', 'admin', '{}')`;
  const config = {
    baseUrl: `http://127.0.0.1:${(hookServer.address() as AddressInfo).port}/hook`,
    allowPrivateNetwork: true,
  };
  const [row] = await db<{ id: number }[]>`
    insert into connection (key, vendor, name, config, secret_sealed) values ('pager', 'webhook', 'Pager', ${db.json(config)}, ${sealSecret(signing)})
    returning id`;
  receiver = row?.id ?? 0;
});
afterAll(async () => {
  for (const name of ["PLIMSOLL_SMTP_URL", "PLIMSOLL_SMTP_FROM", "PLIMSOLL_ADDRESS"])
    delete process.env[name];
  await new Promise<void>((resolve) => mailServer.close(resolve));
  await new Promise((resolve) => hookServer.close(resolve));
  await database.drop();
});
beforeEach(() => {
  mails.length = 0;
  calls.length = 0;
});

const deliver = () => handler({}, { db: database.db, log: silent, signal: new AbortController().signal });

test("a cause is told once to each person in their language and by signed webhook, and again when it is over", async () => {
  const { db } = database;
  await saveAlertRoute(db, admin, { to: { connectionId: receiver }, kinds: null, severityFrom: "notice" });
  await db`
    insert into connection (key, vendor, name, lag_limit_seconds, last_confirmed_at) values ('erp', 'api', 'ERP', 600, now() - interval '31 minutes 30 seconds')`;
  await checkAlerts(db, new Date(), { mail: true });
  await deliver();
  await deliver();
  expect(mails.map(({ to }) => to).sort()).toEqual([["ann@example.com"], ["ola@example.com"]]);
  // With nothing left to send the job does not ask for itself again.
  expect(await nextMessageSeconds(db)).toBeNull();
  const toAnn = mails.find(({ to }) => to[0] === "ann@example.com")?.content ?? "";
  expect(toAnn).toContain("Subject: Plimsoll alert: ERP is late: its last complete reading is 31");
  expect(toAnn).toContain("https://plimsoll.example.com/sync");
  expect(toAnn).toMatch(/Message-ID: <alert-\d+-raised-\d+@plimsoll>/i);
  expect(calls).toMatchObject([
    {
      verified: {
        type: "alert.raised",
        data: { kind: "source_late", source: "erp", params: { source: "ERP", minutes: 31, hours: 0 } },
      },
    },
  ]);

  await db`update connection set last_confirmed_at = now() where key = 'erp'`;
  await checkAlerts(db, new Date(Date.now() + 240_000), { mail: true });
  await deliver();
  expect(mails).toHaveLength(4);
  expect(calls.map(({ verified }) => (verified as { type: string }).type)).toEqual([
    "alert.raised",
    "alert.ended",
  ]);
});

test("a server that is busy gets the same message again later, and nobody gets it twice", async () => {
  const { db } = database;
  const [route] = await db<{ id: number }[]>`select id from alert_route where connection_id = ${receiver}`;
  await removeAlertRoute(db, admin, { routeId: route?.id ?? 0 });
  await db`update connection set last_confirmed_at = now() - interval '2 hours' where key = 'erp'`;
  refusals = 1;
  await checkAlerts(db, new Date(), { mail: true });
  await deliver();
  expect(mails).toHaveLength(1);
  const waiting = await db`select last_error as error, attempts from alert_delivery where state = 'waiting'`;
  expect(waiting).toEqual([{ error: "EMESSAGE 451", attempts: 1 }]);
  const [job] =
    await database.owner`select count(*)::int as n from graphile_worker.jobs where task_identifier = 'alerts.deliver'`;
  expect(job).toEqual({ n: 1 });
  await db`update alert_delivery set not_before = now()`;
  await deliver();
  expect(mails.map(({ to }) => to).sort()).toEqual([["ann@example.com"], ["ola@example.com"]]);
});

test("who was disabled meanwhile gets no mail", async () => {
  const { db } = database;
  await db`delete from alert`;
  await checkAlerts(db, new Date(), { mail: true });
  await db`update app_user set disabled = true where id = 'u1'`;
  await deliver();
  expect(mails.map(({ to }) => to)).toEqual([["ann@example.com"]]);
});

test("a test message goes to whoever asks and to a connection, signed; without a mail server the sentence names what is missing", async () => {
  const { db } = database;
  await db`delete from alert_delivery`;
  await sendTest(db, admin, {});
  await sendTest(db, admin, { connectionId: receiver });
  await deliver();
  expect(mails.map(({ to }) => to)).toEqual([["ann@example.com"]]);
  expect(mails[0]?.content).toContain("Subject: Plimsoll: test message");
  expect(calls.map(({ verified }) => (verified as { type: string }).type)).toEqual(["alert.test"]);
  const rows = await db`select medium, state from alert_delivery order by id`;
  expect(rows).toEqual([
    { medium: "email", state: "sent" },
    { medium: "webhook", state: "sent" },
  ]);
  const none = { missing: ["PLIMSOLL_SMTP_URL"], server: null, from: null, address: null };
  await expect(sendTest(db, admin, {}, none)).rejects.toThrow(/PLIMSOLL_SMTP_URL/);
  await expect(sendTest(db, { ...admin, role: "operator" }, {})).rejects.toThrow(/role/);
});
