import { useTranslations } from "next-intl";
import { actionKinds, teams } from "../query";

/** Name of a team; one that is not known keeps its code. */
export function useTeamName(): (team: string) => string {
  const t = useTranslations("worth.teams");
  return (team) => {
    const known = teams.find((one) => one === team);
    return known ? t(known) : team;
  };
}

/** Name of a kind of action; one that is not known keeps its code. */
export function useKindName(): (kind: string) => string {
  const t = useTranslations("worth.kinds");
  return (kind) => {
    const known = actionKinds.find((one) => one === kind);
    return known ? t(known) : kind;
  };
}
