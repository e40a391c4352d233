import { useTranslations } from "next-intl";

/** A source's name, and whether it is a simulated one. */
export function SourceName({ name, simulated }: { name: string; simulated: boolean }) {
  const t = useTranslations("common");
  return (
    <>
      {name}
      {simulated ? <span className="text-caption font-normal text-muted"> {t("simulated")}</span> : null}
    </>
  );
}
