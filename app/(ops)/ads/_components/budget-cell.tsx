"use client";

import { Pencil } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction, useFormAction } from "@/app/_edge/use-action";
import { ActionState, actionStateOf } from "@/components/action-state";
import { Button } from "@/components/button";
import { NumberField } from "@/components/field";
import { announce } from "@/components/live/announcer";
import { Money } from "@/components/money";
import { NotKept } from "@/components/past/not-kept";
import { Popup } from "@/components/popup";
import { StoppedNote } from "@/components/standstill";
import { minorDigits } from "@/lib/core/money";
import { setBudgetAction, undoBudgetAction } from "../actions";
import type { AdRow } from "../load";

const underWay = new Set(["queued", "sending", "accepted", "undoing"]);

/** What the campaign may spend a day; those who decide change it here, see when the platform shows it, and take it back. */
export function BudgetCell({ row: { budget, campaignId, campaignName: campaign } }: { row: AdRow }) {
  const t = useTranslations("ads.budget");
  if (!budget) return null;
  const { last, currency } = budget;
  const now = { minor: budget.budgetMinorPerDay ?? 0, currency };
  const amount =
    budget.budgetMinorPerDay === null ? (
      <NotKept otherwise={<Money value={null} />} />
    ) : (
      <Money value={now} />
    );
  const state = last && actionStateOf(last.state);
  const going = last !== null && underWay.has(last.state);
  const undo =
    last && budget.allowed && (last.state === "queued" || last.state === "verified") ? (
      <UndoBudget actionId={last.actionId} campaign={campaign} />
    ) : null;
  if (last && state && going)
    return (
      <span className="flex min-w-0 items-center gap-2" title={t("help")}>
        <ActionState state={state} />
        <Money value={{ minor: last.budgetMinorPerDay, currency }} />
        {undo}
      </span>
    );
  const failed =
    last && (last.state === "failed" || last.state === "refused" || last.state === "unconfirmed");
  return (
    <span className="flex min-w-0 items-center gap-2">
      {budget.settable && budget.allowed ? (
        <Popup
          className="px-1 hover:bg-surface-tertiary"
          trigger={
            <>
              {amount}
              <span className="sr-only">{t("editOf", { campaign })}</span>
              <Pencil aria-hidden="true" size={14} className="text-muted" />
            </>
          }
        >
          <BudgetForm
            campaignId={campaignId}
            campaign={campaign}
            currency={currency}
            shownMinor={budget.budgetMinorPerDay}
          />
        </Popup>
      ) : (
        amount
      )}
      {undo}
      {failed && state ? (
        <span title={last.reason ?? undefined}>
          <ActionState state={state} />
        </span>
      ) : null}
    </span>
  );
}

function BudgetForm({
  campaignId,
  campaign,
  currency,
  shownMinor,
}: {
  campaignId: number;
  campaign: string;
  currency: string;
  shownMinor: number | null;
}) {
  const t = useTranslations("ads.budget");
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [seen, setSeen] = useState({ minor: shownMinor, round: 0 });
  const [isTyped, setTyped] = useState(false);
  const scale = 10 ** minorDigits(currency);
  const { onSubmit, pending, error, fieldErrors } = useFormAction(
    async (data: FormData) => {
      const result = await setBudgetAction({
        campaignId,
        budgetMinorPerDay: Math.round(Number(data.get("budgetMinorPerDay")) * scale),
        shownMinorPerDay: seen.minor,
      });
      if (!result.ok) router.refresh();
      return result;
    },
    () => {
      setTyped(false);
      form.current?.closest<HTMLElement>("[popover]")?.hidePopover();
      announce(t("asked", { campaign }));
      router.refresh();
    },
  );
  // The row behind stays live. What others set while a figure is typed here is a conflict, until its refusal has told of it.
  if (seen.minor !== shownMinor && (!isTyped || error))
    setSeen({ minor: shownMinor, round: isTyped ? seen.round : seen.round + 1 });
  return (
    <form
      ref={form}
      onSubmit={onSubmit}
      noValidate
      className="flex w-72 max-w-full flex-col gap-3 whitespace-normal p-4"
    >
      <p className="font-medium">{t("title", { campaign })}</p>
      <NumberField
        key={seen.round}
        onValue={() => setTyped(true)}
        label={t("field")}
        name="budgetMinorPerDay"
        help={t("help")}
        unit={currency}
        required
        min={1 / scale}
        defaultValue={shownMinor === null ? null : shownMinor / scale}
        error={fieldErrors.budgetMinorPerDay}
      />
      {error && !fieldErrors.budgetMinorPerDay ? <ErrorNote error={error} /> : null}
      <StoppedNote />
      <Button type="submit" variant="primary" pending={pending} needsConnection carriesOut>
        {t("save")}
      </Button>
    </form>
  );
}

function UndoBudget({ actionId, campaign }: { actionId: string; campaign: string }) {
  const t = useTranslations("ads.budget");
  const router = useRouter();
  const { run, pending, error } = useAction(undoBudgetAction, ({ state }) => {
    announce(t(state === "cancelled" ? "cancelled" : "undoing", { campaign }));
    router.refresh();
  });
  return (
    <>
      <Button
        size="sm"
        pending={pending}
        needsConnection
        label={t("undoOf", { campaign })}
        onPress={() => void run({ actionId })}
      >
        {t("undo")}
      </Button>
      {error ? (
        <span role="alert" className="truncate text-caption text-out-ink" title={error.message}>
          {error.message}
        </span>
      ) : null}
    </>
  );
}
