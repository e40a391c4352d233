import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { getSaid } from "@/app/_edge/get-said";
import { PastPage } from "@/app/(ops)/_past/past-page";
import { ClientMessages } from "@/components/client-messages";
import { EmptyState } from "@/components/empty-state";
import { getFormat } from "@/components/format/server";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { getDb } from "@/db/client";
import { findTransfer } from "@/db/queries/transfers";
import type { Actor } from "@/lib/services/_shared/actor";
import { getTransferThen } from "@/lib/services/transfer/get-then";
import { TransferState } from "../../_components/transfer-state";
import { shownTransferState } from "../../state";
import { LinesOut } from "./lines-out";
import { sayBookings } from "./say-bookings";
import { TransferBookings } from "./transfer-bookings";
import { TransferEvents } from "./transfer-events";
import { TransferFacts } from "./transfer-facts";
import { TransferLines } from "./transfer-lines";
import { TransferTimeline } from "./transfer-timeline";

/** One transfer as both ends had reported it at a moment. To be read: nothing can be confirmed. */
export async function PastTransfer({ actor, id, asOf }: { actor: Actor; id: number; asOf: Date }) {
  const db = getDb();
  const [t, past, format, said, transfer] = await Promise.all([
    getTranslations("transfers"),
    getTranslations("past"),
    getFormat(),
    getSaid(),
    getTransferThen(db, actor, id, asOf),
  ]);
  const moment = asOf.toISOString();
  if (!transfer) {
    const now = await findTransfer(db, id);
    if (!now) notFound();
    return (
      <PastPage asOf={asOf} path={`/transfers/${id}`} params={{}} note="transfer">
        <PageHeader title={now.number} actions={<PastPicker asOf={moment} kept={[]} />} />
        <div className="card p-0">
          <EmptyState kind="nothingYet" title={past("notPlanned", { at: format.moment(now.plannedAt) })} />
        </div>
      </PastPage>
    );
  }
  const bookings = sayBookings(said, transfer.bookings);
  return (
    <PastPage asOf={asOf} path={`/transfers/${id}`} params={{}} note="transfer">
      <PageHeader
        title={transfer.number}
        headline={t("route", { origin: transfer.originName, destination: transfer.destinationName })}
        freshness={
          <TransferState
            mark={shownTransferState(transfer)}
            state={transfer.state}
            overdue={transfer.overdue}
          />
        }
        actions={<PastPicker asOf={moment} kept={[]} />}
      />
      <ClientMessages namespaces={["transfers", "actionStates"]}>
        <div className="flex flex-col gap-3">
          <TransferTimeline transfer={transfer} />
          {bookings.length > 0 ? <TransferBookings bookings={bookings} mayRetry={false} /> : null}
          <TransferLines transfer={transfer} mayTakeOut={false} />
          <LinesOut lines={transfer.linesOut} />
          <div className="grid items-start gap-3 lg:grid-cols-2">
            <TransferFacts transfer={transfer} />
            <TransferEvents events={transfer.events} />
          </div>
        </div>
      </ClientMessages>
    </PastPage>
  );
}
