import type { Db } from "@/db/client";

/**
 * Switches the checks of foreign keys off or on: one look-up a row and key is most of what loading millions of rows
 * costs, and generated rows name what was generated. The triggers that keep the rollups stay on. Only a superuser may;
 * for others nothing changes.
 */
export async function checkForeignKeys(owner: Db, on: boolean): Promise<void> {
  const [role] = await owner<
    { mighty: boolean }[]
  >`select rolsuper as mighty from pg_roles where rolname = current_user`;
  if (!role?.mighty) return;
  await owner.unsafe(`
    do $$ declare t record; begin
      for t in
        select tgrelid::regclass as at, tgname from pg_trigger
        join pg_class c on c.oid = tgrelid join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
        where tgisinternal and tgname like 'RI_ConstraintTrigger_c%' and tgparentid = 0
      loop
        execute format('alter table %s ${on ? "enable" : "disable"} trigger %I', t.at, t.tgname);
      end loop;
    end $$`);
}
