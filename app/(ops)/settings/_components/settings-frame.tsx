import type { ReactNode } from "react";
import { keptOf, PastPage, type SearchParams } from "@/app/(ops)/_past/past-page";
import { PastPicker } from "@/components/past";
import type { Role } from "@/lib/services/_shared/actor";
import type { SettingsPageKey } from "../pages";
import { SettingsHeader } from "./settings-header";

/** A settings page, of now or of a past moment, in which nothing can be set. */
export function SettingsFrame({
  current,
  role,
  asOf,
  params,
  actions,
  children,
}: {
  current: Exclude<SettingsPageKey, "account">;
  role: Role;
  asOf: Date | null;
  params: SearchParams;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <PastPage asOf={asOf} path={`/settings/${current}`} params={params} note={`settings_${current}`}>
      <SettingsHeader
        current={current}
        role={role}
        actions={
          <>
            <PastPicker asOf={asOf?.toISOString() ?? null} kept={keptOf(params)} />
            {asOf ? null : actions}
          </>
        }
      />
      {children}
    </PastPage>
  );
}
