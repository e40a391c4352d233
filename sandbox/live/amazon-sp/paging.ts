import { type AmazonState, type Ticket, vendorNow } from "./state";

export interface Cut {
  rows: readonly string[];
  next: string | null;
}

/**
 * One page of a question's rows, as they were when it was first asked. Null: the token is not known, too old, or belongs
 * to another question.
 */
export function cutPage(
  state: AmazonState,
  ask: {
    question: string;
    token: string | null;
    perPage: number;
    rows: () => readonly string[];
    livesSeconds?: number;
  },
): Cut | null {
  let ticket: Ticket;
  if (ask.token === null) {
    ticket = {
      rows: ask.rows(),
      offset: 0,
      question: ask.question,
      madeAt: vendorNow(state),
      repeated: false,
    };
  } else {
    const known = state.tickets.get(ask.token);
    const ageMs = known ? vendorNow(state) - known.madeAt : 0;
    if (!known || known.question !== ask.question || ageMs > (ask.livesSeconds ?? 86_400) * 1000) return null;
    ticket = known;
  }
  const end = ticket.offset + ask.perPage;
  const rows = ticket.rows.slice(ticket.offset, end);
  const again = state.faults.repeatPages && !ticket.repeated;
  const following = again ? { offset: ticket.offset, repeated: true } : { offset: end, repeated: false };
  if (!again && end >= ticket.rows.length) return { rows, next: null };
  const next = Buffer.from(`page ${++state.made}`).toString("base64");
  state.tickets.set(next, { ...ticket, ...following, madeAt: vendorNow(state) });
  return { rows, next };
}
