import { useTranslations } from "next-intl";

/** Holds the room of a page that takes longer than a moment: its head, its controls and its main panel at final size. */
export default function Loading() {
  const t = useTranslations("states");
  return (
    <div role="status" aria-label={t("loading")} className="flex flex-col gap-3">
      <div className="skeleton-block h-7 w-40" />
      <div className="skeleton-block h-8 w-full max-w-xl" />
      <div className="skeleton-block h-[calc(100dvh-220px)] min-h-64 w-full" />
    </div>
  );
}
