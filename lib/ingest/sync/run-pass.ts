import type { Logger } from "pino";
import { announce } from "@/db/announce";
import type { Db } from "@/db/client";
import type { Page, Position, ReadRequest, Session, Stream } from "@/lib/connectors/live-contract";
import { newId } from "@/lib/core/ids";
import type { LiveAccount } from "./account";
import { applySourceRecords } from "./apply-records";
import {
  type ClaimedPass,
  claimPass,
  claimSeconds,
  type Lane,
  releasePass,
  renewClaim,
  savePage,
} from "./claim-pass";
import { finishPass } from "./finish-pass";
import { pause } from "./pause";
import { noteFailure } from "./record-failure";
import { countIn, runKindOf } from "./runs-of-passes";
import { refuseSamePage } from "./same-page";
import { openSession } from "./session";

export interface RunOptions {
  log: Logger;
  signal: AbortSignal;
  /** After this long the pass is let go at the end of a page, so that others get their turn. */
  sliceSeconds?: number;
  /** A wait for a report that is no longer than this is waited out on the spot. */
  waitInlineSeconds?: number;
}

/** done: read to its end. more: let go half-way, to be gone on with. failed: written to the stream. idle: nothing to do. lost: another worker has it. */
export interface PassResult {
  result: "done" | "more" | "failed" | "idle" | "lost";
  pages: number;
  read: number;
  accepted: number;
}

const sliceSecondsUsual = 20;
const waitInlineSecondsUsual = 2;

/** Reads one stream of a connection in one lane, page by page; each page's place is kept once its records are in. */
export async function runStream(
  db: Db,
  account: LiveAccount,
  stream: Stream,
  lane: Lane,
  options: RunOptions,
): Promise<PassResult> {
  const tally = { pages: 0, read: 0, accepted: 0 };
  const pass = await claimPass(db, account, stream, lane, newId());
  if (!pass) return { result: "idle", ...tally };
  const ended = new AbortController();
  const signal = AbortSignal.any([options.signal, ended.signal]);
  const beating = setInterval(
    () => {
      renewClaim(db, pass).then(
        (held) => held || ended.abort(new Error("the claim was lost")),
        () => {},
      );
    },
    (claimSeconds / 4) * 1000,
  );
  const opened = openSession(db, account, { log: options.log, signal, patient: lane === "history" });
  try {
    const result = await readPages(db, account, pass, opened.session, tally, options);
    if (result === "end") {
      const finished = await finishPass(db, pass, opened.clockAheadSeconds());
      return { result: finished ? "done" : "lost", ...tally };
    }
    return { result, ...tally };
  } catch (error) {
    if (ended.signal.aborted) return { result: "lost", ...tally };
    if (options.signal.aborted) {
      await releasePass(db, pass);
      return { result: "more", ...tally };
    }
    await noteFailure(db, account, { stream, pass }, error, options.log);
    return { result: "failed", ...tally };
  } finally {
    clearInterval(beating);
    await opened.close();
  }
}

async function readPages(
  db: Db,
  account: LiveAccount,
  pass: ClaimedPass,
  session: Session,
  tally: { pages: number; read: number; accepted: number },
  options: RunOptions,
): Promise<"end" | "more" | "lost"> {
  const { connector, connectionId } = account;
  const scope = scopeOf(pass);
  const endAt = performance.now() + (options.sliceSeconds ?? sliceSecondsUsual) * 1000;
  const kind = runKindOf(pass.stream);
  const run = countIn({ connectionId, kind, actor: pass.requestedBy, trigger: "poll" }, pass.runId);
  let position: Position | null = pass.position;
  for (;;) {
    const page: Page = await connector.read(session, { stream: pass.stream, position, scope });
    const applied = await applySourceRecords(db, page.records, {
      connectionId,
      trigger: "poll",
      history: pass.kind !== "incremental",
      run,
    });
    tally.pages++;
    tally.read += applied.read;
    tally.accepted += applied.accepted;
    if (applied.newestEventAt && pass.kind === "incremental")
      await db`
        update connection set last_event_at = greatest(last_event_at, least(${applied.newestEventAt}::timestamptz, now())) where id = ${connectionId}`;
    refuseSamePage(page, position);
    if (!(await savePage(db, pass, { next: page.next, progress: page.progress, runId: run.id })))
      return "lost";
    if (page.next === null) return "end";
    if (pass.kind !== "incremental") await announce(db, "sync", [connectionId]);
    position = page.next;
    const wait = page.waitSeconds ?? 0;
    if (
      wait > (options.waitInlineSeconds ?? waitInlineSecondsUsual) ||
      performance.now() > endAt ||
      options.signal.aborted
    ) {
      await releasePass(db, pass, wait);
      return "more";
    }
    if (wait > 0) await pause(wait, session.signal);
  }
}

function scopeOf(pass: ClaimedPass): ReadRequest["scope"] {
  const until = pass.until.toISOString();
  if (pass.kind === "backfill")
    return { kind: "backfill", from: (pass.since ?? new Date(0)).toISOString(), until };
  return {
    kind: "incremental",
    since: pass.kind === "resync" ? null : (pass.since?.toISOString() ?? null),
    until,
  };
}
