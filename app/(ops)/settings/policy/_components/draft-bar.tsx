import { useTranslations } from "next-intl";
import { AppLink } from "@/components/link";
import type { Opened } from "../opened";

/** Says that the form shows other rules than those in force. */
export function DraftBar({ draft }: Opened) {
  const t = useTranslations("authority.draft");
  return (
    <p role="status" className="rounded-control border border-accent bg-accent-soft px-3 py-2">
      {draft === null ? t("shownTried") : t("shown", { version: draft })}{" "}
      <AppLink href="/settings/policy" className="underline underline-offset-2">
        {t("back")}
      </AppLink>
    </p>
  );
}
