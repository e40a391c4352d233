import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Money } from "@/components/money";
import type { AdBudgetStep } from "@/db/queries/ad-budget-steps";

const cell = "px-2.5 py-1.5 align-top";

/** Budgets that decisions have throttled or moved, what each is now, and what comes back when. */
export function BudgetSteps({ steps }: { steps: AdBudgetStep[] }) {
  const t = useTranslations("ads.steps");
  const format = useFormat();
  if (steps.length === 0) return null;
  return (
    <section className="card flex flex-col gap-2 p-4">
      <h2 className="text-card font-semibold">{t("title")}</h2>
      <div className="overflow-x-auto">
        <table className="w-full min-w-120 text-left">
          <thead className="text-caption text-muted">
            <tr className="border-b border-border">
              <th scope="col" className={`${cell} font-medium`}>
                {t("campaign")}
              </th>
              <th scope="col" className={`${cell} font-medium`}>
                {t("now")}
              </th>
              <th scope="col" className={`${cell} text-right font-medium`}>
                {t("budget")}
              </th>
              <th scope="col" className={`${cell} font-medium`}>
                {t("next")}
              </th>
              <th scope="col" className={`${cell} font-medium`}>
                {t("when")}
              </th>
            </tr>
          </thead>
          <tbody>
            {steps.map((step) => (
              <tr key={step.campaignId} className="border-b border-border last:border-0">
                <th scope="row" className={`${cell} font-normal`}>
                  <AppLink
                    className="underline underline-offset-2"
                    href={`/decisions?id=${step.recommendationId}`}
                  >
                    {step.campaignName}
                  </AppLink>
                  {step.skuCode ? (
                    <span className="block text-caption text-muted">{step.skuCode}</span>
                  ) : null}
                </th>
                <td className={cell}>{t(step.underWay ? "underWay" : `done.${step.done ?? "nothing"}`)}</td>
                <td className={`${cell} text-right`}>
                  <Money
                    value={
                      step.budgetMinorPerDay === null
                        ? null
                        : { minor: step.budgetMinorPerDay, currency: step.currency }
                    }
                  />
                </td>
                <td className={cell}>
                  {t(`doing.${step.next}`, {
                    amount: format.money(step.nextMinorPerDay, step.currency),
                  })}
                </td>
                <td className={cell}>
                  {step.nextState === "waiting" ? (
                    <span className="text-at-risk-ink">{t("waiting")}</span>
                  ) : (
                    t(step.afterGoods ? "afterGoods" : "at", {
                      day: step.dueAt ? format.day(step.dueAt) : "",
                    })
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
