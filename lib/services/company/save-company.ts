import { z } from "zod";
import { announce } from "@/db/announce";
import type { Db, Tx } from "@/db/client";
import { Conflict } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { writeAudit } from "@/lib/services/_shared/audit";
import { authorise } from "@/lib/services/_shared/authorise";
import { parseInput } from "@/lib/services/_shared/parse-input";

const zoneIsKnown = (zone: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
};

export const companySchema = z.object({
  name: z.string().trim().min(1).max(200),
  /** ISO 4217; everything is summed in it. */
  baseCurrency: z
    .string()
    .trim()
    .toUpperCase()
    .refine((code) => Intl.supportedValuesOf("currency").includes(code), {
      params: { key: "settings.errors.currencyField" },
    }),
  /** IANA name; the company's day. */
  timeZone: z
    .string()
    .trim()
    .refine(zoneIsKnown, { params: { key: "settings.errors.zoneField" } }),
});

interface Company {
  name: string;
  baseCurrency: string;
  timeZone: string;
}

/**
 * Says what the company is called, in which currency it reckons and where its day begins. Currency and zone stay once
 * orders or decisions rest on them, since their amounts would change their meaning. Throws Conflict then.
 */
export async function saveCompany(db: Db, actor: Actor, input: z.input<typeof companySchema>): Promise<void> {
  authorise(actor, "policy.edit");
  const company = parseInput(companySchema, input);
  await db.begin(async (tx) => {
    const [before] = await tx<Company[]>`
      select name, base_currency as "baseCurrency", time_zone as "timeZone" from company for update`;
    const changed =
      before && (before.baseCurrency !== company.baseCurrency || before.timeZone !== company.timeZone);
    if (changed && (await restsOnIt(tx)))
      throw new Conflict(
        "Orders and decisions rest on the currency and the time zone, so they cannot change any more; nothing was changed. Load a new workspace for another currency.",
        { say: say("settings.errors.companyInUse") },
      );
    await tx`
      insert into company (name, base_currency, time_zone) values (${company.name}, ${company.baseCurrency}, ${company.timeZone})
      on conflict (id) do update set name = excluded.name, base_currency = excluded.base_currency, time_zone = excluded.time_zone`;
    await announce(tx, "settings");
    await writeAudit(tx, actor, {
      verb: "company.save",
      entity: "company",
      entityId: 1,
      before,
      after: company,
    });
  });
}

/** Whether any amount or day was worked out by the company's currency and zone. */
export async function restsOnIt(tx: Tx | Db): Promise<boolean> {
  const [row] = await tx<{ used: boolean }[]>`
    select exists (select 1 from sales_order) or exists (select 1 from recommendation) or exists (select 1 from ad_spend) as used`;
  return row?.used ?? false;
}
