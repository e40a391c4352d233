import { useTranslations } from "next-intl";
import { AppLink } from "@/components/link";

const steps = ["file", "columns", "check", "result"] as const;
export type ImportStepName = (typeof steps)[number];

/** The four steps of an import. Those behind lead back to their address. */
export function Steps({
  current,
  hrefs,
}: {
  current: ImportStepName;
  hrefs: Partial<Record<ImportStepName, string>>;
}) {
  const t = useTranslations("imports.steps");
  const at = steps.indexOf(current);
  return (
    <nav aria-label={t("label")} className="pb-3">
      <ol className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {steps.map((step, index) => {
          const href = index < at ? hrefs[step] : undefined;
          const text = `${index + 1}. ${t(step)}`;
          return (
            <li key={step} className="flex items-center gap-2">
              {index > 0 ? (
                <span aria-hidden="true" className="text-muted">
                  ›
                </span>
              ) : null}
              {href ? (
                <AppLink href={href} className="inline-flex min-h-6 items-center text-accent underline">
                  {text}
                </AppLink>
              ) : (
                <span
                  aria-current={step === current ? "step" : undefined}
                  className={step === current ? "font-semibold" : "text-muted"}
                >
                  {text}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
