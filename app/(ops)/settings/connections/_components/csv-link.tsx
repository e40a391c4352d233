import { useTranslations } from "next-intl";

/** The way to a table as a file, in its foot. */
export function CsvLink({ href }: { href: string }) {
  const t = useTranslations("connections");
  return (
    <a
      href={href}
      download
      className="target-24 inline-flex items-center text-accent underline underline-offset-2"
    >
      {t("csv")}
    </a>
  );
}
