"use client";

import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/button";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { FlagCard } from "../../orders/_components/flag-card";
import type { SummedOrder } from "../../orders/_components/flag-sum";
import { AddressedSheet } from "../../orders/_components/sheet";
import type { SentFlag } from "../../orders/_view/sent-flag";

/** One held order: why, the sum, the decision, and the way to the next one. */
export function HeldSheet({
  flag,
  order,
  mayDecide,
  next,
  query,
}: {
  flag: SentFlag | null;
  order: SummedOrder | null;
  mayDecide: boolean;
  next: number | null;
  query: string;
}) {
  const t = useTranslations("trust.held");
  const format = useFormat();
  return (
    <AddressedSheet
      param="open"
      path="/sync"
      title={flag ? t("sheet", { order: flag.externalId }) : t("title")}
      foot={
        next === null ? undefined : <ButtonLink href={`/sync?${query}&open=${next}`}>{t("next")}</ButtonLink>
      }
    >
      {flag ? (
        <>
          <p className="pb-3 text-muted">
            {t("lead", {
              channel: flag.channelName,
              placed: format.moment(flag.placedAt),
              raised: format.moment(flag.raisedAt),
            })}
          </p>
          <FlagCard flag={flag} order={order} mayDecide={mayDecide} />
          <AppLink className="underline underline-offset-2" href={`/orders?order=${flag.orderId}`}>
            {t("openOrder")}
          </AppLink>
        </>
      ) : (
        <p role="status">{t("gone")}</p>
      )}
    </AddressedSheet>
  );
}
