import { useTranslations } from "next-intl";
import { Age } from "@/components/age";
import { ButtonLink } from "@/components/button/button-link";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import type { ConnectionHealth } from "@/lib/services/connection/live/stream-health";
import { ScopeList } from "../../_components/check-note";
import { StreamStateMark } from "../../_components/stream-state-mark";
import { SyncAll } from "./sync-all";

/** What the connection is, whether it holds, what waits in it, and what an admin can do with it. */
export function ConnectionHead({
  health,
  vendor,
  simulated,
  manages,
  syncs,
}: {
  health: ConnectionHealth;
  vendor: string;
  simulated: boolean;
  manages: boolean;
  syncs: boolean;
}) {
  const t = useTranslations("connections");
  const common = useTranslations("common");
  const format = useFormat();
  const path = `/settings/connections/${health.key}`;
  const ended = health.state === "disconnected";
  const gone = health.reconnectSince !== null && !ended;
  return (
    <div className="flex flex-col gap-2 pb-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="text-card font-semibold">
          {health.name}
          {simulated ? (
            <span className="text-caption font-normal text-muted"> {common("simulated")}</span>
          ) : null}
        </h2>
        <p className="text-muted">
          {vendor}
          {health.account ? ` · ${health.account}` : ""}
        </p>
        {ended ? <StreamStateMark state="disconnected" /> : null}
        {!ended && health.state === "paused" ? <StreamStateMark state="paused" /> : null}
        <div className="ml-auto flex flex-wrap items-center gap-2">
          {syncs && !ended && !gone ? <SyncAll connectionId={health.connectionId} /> : null}
          {manages ? (
            <>
              <ButtonLink
                variant={gone || ended ? "primary" : undefined}
                href={`${path}?sheet=reconnect`}
                scroll={false}
              >
                {gone || ended ? t("reconnect.button") : t("reconnect.renew")}
              </ButtonLink>
              {ended ? null : (
                <ButtonLink href={`${path}?sheet=disconnect`} scroll={false}>
                  {t("disconnect.button")}
                </ButtonLink>
              )}
            </>
          ) : null}
        </div>
      </div>
      {gone ? (
        <p role="alert" className="rounded-control bg-out-soft px-3 py-2 text-out-ink">
          {t("reconnect.needed", { vendor })} <Age from={health.reconnectSince?.toISOString() ?? null} />
          {manages ? null : ` ${t("reconnect.askAdmin")}`}
        </p>
      ) : null}
      {health.unmapped > 0 ? (
        <p>
          <AppLink href="/sync?list=unmapped" className="underline underline-offset-2">
            {t("waitMapping", { count: health.unmapped, figure: format.number(health.unmapped) })}
          </AppLink>
        </p>
      ) : null}
      {health.deadLetters > 0 ? (
        <p>
          <AppLink
            href={`/sync?list=dead&connection=${health.connectionId}`}
            className="underline underline-offset-2"
          >
            {t("waitRepair", { count: health.deadLetters, figure: format.number(health.deadLetters) })}
          </AppLink>
        </p>
      ) : null}
      {health.scopes.length > 0 ? (
        <details>
          <summary className="cursor-pointer text-caption text-muted">
            {t("grantedCount", { count: health.scopes.length })}
            {health.checkedAt ? (
              <>
                {" · "}
                {t("checkedAt")} <Age from={health.checkedAt.toISOString()} />
              </>
            ) : null}
          </summary>
          <ScopeList scopes={health.scopes} />
        </details>
      ) : null}
    </div>
  );
}
