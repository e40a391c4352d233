import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AppShell } from "@/components/shell";
import { loadShell } from "./_shell/load";

export default async function OpsLayout({ children }: { children: ReactNode }) {
  const [data, jar] = await Promise.all([loadShell(), cookies()]);
  return (
    <AppShell data={data} folded={jar.get("plimsoll_nav")?.value === "folded"}>
      {children}
    </AppShell>
  );
}
