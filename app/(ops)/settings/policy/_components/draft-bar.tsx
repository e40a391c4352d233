import { useTranslations } from "next-intl";
import { AppLink } from "@/components/link";

/** Says that the form shows another version than the one in force. */
export function DraftBar({ version }: { version: number }) {
  const t = useTranslations("authority.draft");
  return (
    <p role="status" className="rounded-control border border-accent bg-accent-soft px-3 py-2">
      {t("shown", { version })}{" "}
      <AppLink href="/settings/policy" className="underline underline-offset-2">
        {t("back")}
      </AppLink>
    </p>
  );
}
