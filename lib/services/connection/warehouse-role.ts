import type { Tx } from "@/db/client";
import { Conflict, Invalid } from "@/lib/core/errors";
import { say } from "@/lib/core/say";

/**
 * Makes sure that a system may run the stock of these locations: each is known, and nobody else keeps it, since two who
 * count one shelf would overwrite each other for ever. Throws Invalid or Conflict; `connectionId` null: a new one.
 */
export async function refuseKeptElsewhere(
  tx: Tx,
  connectionId: number | null,
  codes: readonly string[],
): Promise<void> {
  if (codes.length === 0) return;
  const known = await tx<{ code: string; name: string; keeper: string | null }[]>`
    select l.code, l.name, (
      select c.name from connection c left join connection_place k on k.connection_id = c.id and k.keeps and k.location_id = l.id
      where c.state <> 'disconnected' and c.id is distinct from ${connectionId}::int
        and (k.keeps or (c.config ->> 'role' = 'warehouse' and jsonb_exists(c.config -> 'locations', l.code)))
      order by c.id limit 1) as keeper
    from location l where l.code = any(${[...codes]}) order by l.code for update`;
  const unknown = codes.find((code) => !known.some((location) => location.code === code));
  if (unknown !== undefined)
    throw new Invalid(`There is no location ${unknown}. Nothing was changed.`, {
      say: say("settings.errors.noLocation", { code: unknown }),
      fieldErrors: { locations: "is not known" },
      fieldSays: { locations: say("settings.errors.noLocation", { code: unknown }) },
    });
  const kept = known.find(({ keeper }) => keeper !== null);
  if (!kept?.keeper) return;
  const sentence = say("live.errors.otherKeeper", { place: kept.name, other: kept.keeper });
  throw new Conflict(
    `${kept.keeper} keeps the stock of ${kept.name} already, and a location has one keeper. Let ${kept.keeper} only publish there first; nothing was changed.`,
    { say: sentence, fieldErrors: { locations: "has a keeper" }, fieldSays: { locations: sentence } },
  );
}

/** What of a connection's config says that it runs these locations; none: it runs no warehouse. */
export const warehouseConfig = (
  codes: readonly string[],
): { role: "warehouse"; locations: readonly string[] } | { role?: undefined; locations?: undefined } =>
  codes.length > 0 ? { role: "warehouse", locations: codes } : {};
