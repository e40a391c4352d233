import { getTranslations } from "next-intl/server";
import { AppLink } from "@/components/link";
import { type DecisionsQuery, decisionsHref, type TabName, teams } from "../query";

type Shown = DecisionsQuery & { tab: TabName };

/** Whose decisions: everybody's, one team's, or one's own. */
export async function Filters({ query }: { query: Shown }) {
  const t = await getTranslations("decisions");
  const choices = [
    {
      key: "all",
      href: decisionsHref(query, { team: null, mine: null }),
      current: !query.team && !query.mine,
    },
    { key: "mine", href: decisionsHref(query, { team: null, mine: "1" }), current: query.mine },
    ...teams.map((team) => ({
      key: team,
      href: decisionsHref(query, { team, mine: null }),
      current: query.team === team && !query.mine,
    })),
  ];
  return (
    <nav aria-label={t("whose.label")} className="max-w-full overflow-x-auto">
      <ul className="flex gap-1">
        {choices.map(({ key, href, current }) => (
          <li key={key}>
            <AppLink
              href={href}
              aria-current={current ? "true" : undefined}
              className={`flex h-(--control-height) items-center rounded-control px-2.5 whitespace-nowrap ${
                current ? "bg-accent-soft font-medium" : "text-muted hover:bg-surface-tertiary"
              }`}
            >
              {t(`whose.${key}`)}
            </AppLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
