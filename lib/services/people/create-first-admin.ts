import { hashPassword } from "better-auth/crypto";
import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Queryable } from "@/db/client";
import { Conflict, Invalid } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { parseInput } from "@/lib/services/_shared/parse-input";
import { companySchema } from "@/lib/services/company/save-company";
import { consumeRate } from "@/lib/services/session/consume-rate";
import { emailSchema, nameSchema, passwordSchema } from "./schemas";
import { setUpCodeFits } from "./set-up-code";

/** Tries from one address within the window; the code itself is beyond guessing. */
const triesMax = 30;
const windowSeconds = 15 * 60;

export const firstAdminSchema = z.object({
  /** What `npm start` prints on the terminal. */
  code: z.string().trim().min(1).max(100),
  name: nameSchema,
  email: emailSchema,
  password: passwordSchema,
  language: z.enum(["en", "zh-Hant", "zh-Hans"]),
  /** Used only while there is no company yet. */
  company: companySchema.shape.name,
  baseCurrency: companySchema.shape.baseCurrency,
  timeZone: companySchema.shape.timeZone,
});

/** Whether there is any person at all. While there is none, every page leads to making the first. */
export async function anybodyThere(db: Queryable): Promise<boolean> {
  const [row] = await db<{ found: boolean }[]>`select exists (select 1 from app_user) as found`;
  return row?.found ?? false;
}

/**
 * Makes the first admin of an empty workspace, and its company unless an import has made one. Of several at the same moment
 * one wins. `address` is where the request came from. Throws Invalid on a wrong code, on too many tries or on a field that
 * cannot be used, and Conflict when there is a person already; nothing is changed then.
 */
export async function createFirstAdmin(
  db: Db,
  input: z.input<typeof firstAdminSchema>,
  by: { secret: string; address: string },
): Promise<{ email: string }> {
  const { code, password, company, baseCurrency, timeZone, ...person } = parseInput(firstAdminSchema, input);
  if (await anybodyThere(db)) throw closed();
  if (!(await consumeRate(db, `first-admin:address:${by.address}`, triesMax, windowSeconds)))
    throw new Invalid("Too many tries. Wait 15 minutes, then try again; nothing was changed.", {
      say: say("auth.errors.tooManyTries"),
    });
  if (!setUpCodeFits(code, by.secret))
    throw new Invalid("This is not the code that npm start printed; nothing was changed.", {
      say: say("auth.errors.setUpCode"),
      fieldErrors: { code: "is not the one that npm start printed" },
      fieldSays: { code: say("auth.errors.setUpCodeField") },
    });
  const hash = await hashPassword(password);
  const { email, name, language } = person;
  const actor: Actor = { kind: "user", id: newId(), name, role: "admin" };
  await db.begin(async (tx) => {
    // Holds off everybody else who would add a person, by whatever way; readers go on.
    await tx`lock table app_user in share row exclusive mode`;
    if (await anybodyThere(tx)) throw closed();
    await tx`
      insert into app_user (id, email, name, role, email_verified, preferences)
      values (${actor.id}, ${email}, ${name}, 'admin', true, ${tx.json({ language })})`;
    await tx`
      insert into user_account (user_id, account_id, provider_id, password)
      values (${actor.id}, ${actor.id}, 'credential', ${hash})`;
    const made = await tx`
      insert into company (name, base_currency, time_zone) values (${company}, ${baseCurrency}, ${timeZone})
      on conflict (id) do nothing`;
    await announce(tx, "settings");
    await writeAudit(tx, actor, {
      verb: "user.first",
      entity: "user",
      entityId: actor.id,
      after: { email, name, role: "admin", address: by.address },
    });
    if (made.count > 0)
      await writeAudit(tx, actor, {
        verb: "company.save",
        entity: "company",
        entityId: 1,
        after: { name: company, baseCurrency, timeZone },
      });
  });
  return { email };
}

const closed = () =>
  new Conflict("There is a first person already, so this way in is closed. Sign in, or ask them.", {
    say: say("auth.errors.firstRunClosed"),
  });
