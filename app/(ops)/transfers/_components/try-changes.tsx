"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState, useTransition } from "react";
import { CheckboxField, NumberField } from "@/components/field";
import type { LanePlanLine } from "@/db/queries/plan-by-lane";
import type { ProposedShipment } from "@/lib/services/transfer-plan/read";
import type { PlanChange, WhatIf } from "@/lib/services/transfer-plan/what-if";
import { linesTried, whatIfHref, withForbidden, withLeadDays, withUnits } from "../what-if";
import { useAllLines } from "./use-all-lines";
import { WhatIfSum } from "./what-if-result";

/** Typing is over when nothing was typed for so long. */
const pauseMilliseconds = 350;

/** Tries a shipment in another way: without its lane, with another lead time, with other quantities. The address keeps it. */
export function TryChanges(props: {
  lane: ProposedShipment;
  change: PlanChange;
  result: WhatIf | null;
  currency: string;
}) {
  const { lane, change, result, currency } = props;
  const t = useTranslations("transfers.whatIf");
  const plan = useTranslations("transfers.plan");
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const [tried, setTried] = useState(change);
  const [sent, setSent] = useState(change);
  const href = whatIfHref(change);
  const [shown, setShown] = useState({ href, round: 0 });
  // The address was changed elsewhere: by going back, by a link, or at another lane. The fields start anew with it.
  if (href !== shown.href && !pending) {
    const isOwn = href === whatIfHref(sent);
    setShown({ href, round: isOwn ? shown.round : shown.round + 1 });
    if (!isOwn) {
      setTried(change);
      setSent(change);
    }
  }
  useEffect(() => {
    if (tried === sent) return;
    const timer = setTimeout(() => {
      setSent(tried);
      startTransition(() => router.replace(whatIfHref(tried) as Route, { scroll: false }));
    }, pauseMilliseconds);
    return () => clearTimeout(timer);
  }, [tried, sent, router]);

  // The page brings the first of them; the others follow below these.
  const { lines, failed } = useAllLines(lane, true);
  const plannedDays = Math.round(lane.leadDaysNow);
  const isForbidden = tried.forbid.includes(lane.laneId);
  const unitsOf = (line: LanePlanLine) =>
    change.quantities.find(({ skuId, laneId }) => skuId === line.skuId && laneId === lane.laneId)?.units;
  return (
    <div
      key={shown.round}
      className="flex flex-col gap-3 border-t border-border px-4 py-3"
      aria-busy={pending}
      data-pending={pending || undefined}
    >
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
        <CheckboxField
          name={`forbid-${lane.laneId}`}
          label={t("forbid")}
          checked={isForbidden}
          onChange={(event) => setTried(withForbidden(tried, lane.laneId, event.target.checked))}
        />
        <NumberField
          name={`lead-${lane.laneId}`}
          label={t("leadDays")}
          unit={t("days")}
          widthChars={5}
          whole
          min={0}
          max={365}
          defaultValue={change.leadDays.find(({ laneId }) => laneId === lane.laneId)?.days ?? plannedDays}
          disabled={isForbidden}
          onValue={(days) => setTried(withLeadDays(tried, lane.laneId, days === plannedDays ? null : days))}
        />
      </div>
      <fieldset className="flex flex-wrap gap-x-6 gap-y-3" disabled={isForbidden}>
        <legend className="pb-2 text-caption text-muted">{t("quantities")}</legend>
        {(lines ?? lane.lines).slice(0, linesTried).map((line) => (
          <NumberField
            key={line.recommendationId}
            name={`units-${line.skuId}-${lane.laneId}`}
            label={line.skuCode}
            unit={t("units")}
            widthChars={7}
            whole
            min={0}
            max={9_999_999}
            defaultValue={unitsOf(line) ?? line.quantityUnits}
            onValue={(units) =>
              setTried(
                withUnits(
                  tried,
                  { skuId: line.skuId, laneId: lane.laneId },
                  units === line.quantityUnits ? null : units,
                ),
              )
            }
          />
        ))}
      </fieldset>
      {failed ? (
        <p role="alert" className="text-out-ink">
          {plan("linesUnreachable")}
        </p>
      ) : null}
      {result ? (
        <div>
          <WhatIfSum result={result} currency={currency} />
        </div>
      ) : null}
    </div>
  );
}
