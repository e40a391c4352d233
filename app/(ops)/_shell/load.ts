import { getTranslations } from "next-intl/server";
import { getSaid } from "@/app/_edge/get-said";
import { requireSession } from "@/app/_edge/require-actor";
import type { Said } from "@/app/_edge/said";
import { getFormat } from "@/components/format/server";
import type { ShellData, ShellNotice } from "@/components/shell/types";
import { getDb } from "@/db/client";
import { readShell, type ShellFacts } from "@/db/queries/shell";
import { may } from "@/lib/services/_shared/authorise";
import { sayReason } from "@/lib/services/action/say-reason";
import { teamsOf } from "@/lib/services/recommendation/authorise-team";

export type { ShellData } from "@/components/shell/types";

/** Where the switch that stops everything stands. */
const switchHref = "/settings/policy#switch";

/** What the frame around every page shows. Nobody signed in: leaves for the sign-in page. */
export async function loadShell(): Promise<ShellData> {
  const { actor } = await requireSession();
  const [facts, t, said, format] = await Promise.all([
    readShell(getDb(), { ...actor, teams: teamsOf(actor) }),
    getTranslations(),
    getSaid(),
    getFormat(),
  ]);
  return {
    user: { name: actor.name, role: actor.role },
    sources: facts.sources.map(({ name, asOf, limitSeconds }) => ({
      name,
      asOf: asOf?.toISOString() ?? null,
      limitMinutes: limitSeconds === null ? null : limitSeconds / 60,
    })),
    badges: facts.waitingDecisions > 0 ? { decisions: facts.waitingDecisions } : {},
    alerts: {
      open: facts.openAlerts,
      newest: facts.alerts.map(({ id, kind, severity, params, at }) => ({
        id: String(id),
        severity,
        text: t.has(`alerts.kinds.${kind}`) ? t(`alerts.kinds.${kind}`, params) : kind,
        at: at.toISOString(),
        href: `/alerts?id=${id}`,
      })),
    },
    unread: facts.unread,
    notices: facts.notices.map((notice) => shown(notice, t, said)),
    stopped: facts.standstill && {
      href: switchHref,
      off: t(may(actor.role, "everything.resume") ? "shell.stopped.offYours" : "shell.stopped.off", {
        name: facts.standstill.by,
        at: format.moment(facts.standstill.at),
      }),
      text: t("shell.stopped.title", {
        name: facts.standstill.by,
        at: format.moment(facts.standstill.at),
        reason: facts.standstill.reason,
        count: facts.standstill.waiting,
      }),
    },
    autopilot: facts.acts && !facts.standstill ? { on: true, href: switchHref } : null,
  };
}

/** A notice's kind is the key of its sentence below settings.notices; one without a sentence still says where to look. */
function shown(
  notice: ShellFacts["notices"][number],
  t: Awaited<ReturnType<typeof getTranslations<never>>>,
  said: Said,
): ShellNotice {
  const key = `settings.notices.${notice.kind}`;
  const params = Object.entries(notice.params).map(([name, value]) => [name, value ?? ""]);
  const reason = said(sayReason(String(notice.params.reason ?? "failed")));
  const values = { ...Object.fromEntries(params), reason, count: notice.count };
  return {
    id: String(notice.id),
    text: t.has(key) ? t(key, values) : t("settings.notices.other", values),
    at: notice.at.toISOString(),
    ...(notice.href && { href: notice.href }),
  };
}
