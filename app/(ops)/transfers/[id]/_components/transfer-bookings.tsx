"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { ActionState, actionStateOf } from "@/components/action-state";
import { Button } from "@/components/button";
import { Panel } from "@/components/panel";
import { retryBooking } from "../../actions";

export interface SentBooking {
  actionId: string;
  kind: "transfer_ship" | "transfer_receive";
  state: string;
  why: string | null;
  connectionName: string;
}

/** How far what was confirmed here is booked at the account that carries the transfer. */
export function TransferBookings({ bookings, mayRetry }: { bookings: SentBooking[]; mayRetry: boolean }) {
  const t = useTranslations("transfers.bookings");
  const router = useRouter();
  const send = useAction(retryBooking, () => router.refresh());
  return (
    <Panel title={t("title")}>
      <ul className="divide-y divide-border">
        {bookings.map((booking) => {
          const state = actionStateOf(booking.state);
          return (
            <li key={booking.actionId} className="flex flex-wrap items-center gap-x-4 py-1.5">
              <span className="min-w-52 flex-1">{t(booking.kind, { name: booking.connectionName })}</span>
              {state ? (
                <ActionState state={state} {...(booking.why ? { detail: booking.why } : {})} />
              ) : (
                <span className="text-muted">{t("replaced")}</span>
              )}
              {mayRetry && (booking.state === "failed" || booking.state === "unconfirmed") ? (
                <Button
                  needsConnection
                  carriesOut
                  pending={send.pending}
                  onPress={() => void send.run({ actionId: booking.actionId })}
                >
                  {t("retry")}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
      <ErrorNote error={send.error} />
    </Panel>
  );
}
