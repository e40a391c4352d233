import type { Db, Tx } from "@/db/client";
import { Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";

/** Ends the transaction without keeping anything of it. */
const read = Symbol("past");

/**
 * Hands `ask` a transaction of which nothing stays, to lay the past over the present tables in. Throws Invalid for a moment that
 * has not come.
 */
export async function withinPast<T>(db: Db, asOf: Date, ask: (tx: Tx) => Promise<T>): Promise<T> {
  if (asOf.getTime() > Date.now())
    throw new Invalid("This moment has not come yet. Choose an earlier one.", { say: say("past.notYet") });
  let answer: { value: T } | undefined;
  await db
    .begin(async (tx) => {
      await tx`select set_config('jit', 'off', true)`;
      answer = { value: await ask(tx) };
      throw read;
    })
    .catch((reason: unknown) => {
      if (reason !== read) throw reason;
    });
  if (!answer) throw new Error("Reading the past ended without an answer.");
  return answer.value;
}
