import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/button/button-link";

/** On every page while everything stands still: who stopped it, and the way to the switch. */
export function StoppedBar({ text, href }: { text: string; href: string }) {
  const t = useTranslations("shell.stopped");
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-3 border-b border-out-mark bg-out-soft px-(--page-gutter) py-1.5 text-out-ink"
    >
      <p className="min-w-0 flex-1 font-medium">{text}</p>
      <ButtonLink size="sm" href={href}>
        {t("open")}
      </ButtonLink>
    </div>
  );
}
