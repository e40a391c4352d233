import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { requireSession } from "@/app/_edge/require-actor";
import { AppShell } from "@/components/shell";
import { RememberKeys } from "@/components/use-shortcuts/remember-keys";
import { loadShell } from "./_shell/load";

export default async function OpsLayout({ children }: { children: ReactNode }) {
  const [data, jar, { preferences }] = await Promise.all([loadShell(), cookies(), requireSession()]);
  return (
    <AppShell data={data} folded={jar.get("plimsoll_nav")?.value === "folded"}>
      <RememberKeys stored={JSON.stringify(preferences.keys ?? {})} />
      {children}
    </AppShell>
  );
}
