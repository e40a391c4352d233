import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { getSaid } from "@/app/_edge/get-said";
import { requireActor } from "@/app/_edge/require-actor";
import { ButtonLink } from "@/components/button/button-link";
import { ClientMessages } from "@/components/client-messages";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { readPastMoment } from "@/components/past/read-moment";
import { getDb } from "@/db/client";
import { NotFound } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Actor } from "@/lib/services/_shared/actor";
import { may } from "@/lib/services/_shared/authorise";
import { getTransfer } from "@/lib/services/transfer/get";
import { TransferState } from "../_components/transfer-state";
import { shownTransferState } from "../state";
import { CancelTransfer } from "./_components/cancel-transfer";
import { ConfirmForm } from "./_components/confirm-form";
import { LinesOut } from "./_components/lines-out";
import { PastTransfer } from "./_components/past-transfer";
import { sayBookings } from "./_components/say-bookings";
import { TransferBookings } from "./_components/transfer-bookings";
import { TransferEvents } from "./_components/transfer-events";
import { TransferFacts } from "./_components/transfer-facts";
import { TransferLines } from "./_components/transfer-lines";
import { TransferTimeline } from "./_components/transfer-timeline";

export async function generateMetadata({ params }: PageProps<"/transfers/[id]">) {
  const [actor, { id }] = await Promise.all([requireActor(), params]);
  return { title: (await find(actor, id)).number };
}

/** One transfer: where its goods are, what both ends said, and what is to be confirmed. */
export default async function TransferPage({ params, searchParams }: PageProps<"/transfers/[id]">) {
  const [actor, { id }, t, { asOf: asked }] = await Promise.all([
    requireActor(),
    params,
    getTranslations("transfers"),
    searchParams,
  ]);
  const asOf = readPastMoment(asked);
  if (asOf) return <PastTransfer actor={actor} id={idOf(id)} asOf={asOf} />;
  const transfer = await find(actor, id);
  const said = await getSaid();
  const bookings = sayBookings(said, transfer.bookings);
  const mark = shownTransferState(transfer);
  const open = transfer.state === "planned" || transfer.state === "sent";
  const moves = may(actor.role, "transfer.move");
  const refused = mark === "failed" || mark === "refused";
  const lines = transfer.lines.map((line) => ({
    lineNo: line.lineNo,
    skuCode: line.skuCode,
    skuTitle: line.skuTitle,
    quantity: line.quantity,
    shippedQuantity: line.shippedQuantity,
    receivedQuantity: line.receivedQuantity,
  }));
  return (
    <>
      <PageHeader
        title={transfer.number}
        headline={t("route", { origin: transfer.originName, destination: transfer.destinationName })}
        freshness={<TransferState mark={mark} state={transfer.state} overdue={transfer.overdue} />}
        actions={
          <>
            <PastPicker asOf={null} kept={[]} />
            <ButtonLink href={`/transfers/${transfer.id}/document`}>{t("detail.document")}</ButtonLink>
            <a className="button button--secondary" href={`/api/pages/transfers/${transfer.id}/csv`}>
              {t("detail.csv")}
            </a>
          </>
        }
      />
      <ClientMessages namespaces={["transfers", "actionStates"]}>
        <div className="flex flex-col gap-3">
          <TransferTimeline transfer={transfer} />
          {open && moves ? (
            <ConfirmForm
              kind="ship"
              eventId={newId()}
              transferId={transfer.id}
              lines={lines}
              place={transfer.originName}
              bookedAt={transfer.bookedAt}
              byItself={transfer.executor === "webhook" && !refused}
            />
          ) : null}
          {transfer.state === "shipped" && moves ? (
            <ConfirmForm
              key={transfer.events.length}
              kind="receive"
              eventId={newId()}
              transferId={transfer.id}
              lines={lines}
              place={transfer.destinationName}
              bookedAt={transfer.bookedAt}
              byItself={transfer.executor === "webhook"}
            />
          ) : null}
          {bookings.length > 0 ? <TransferBookings bookings={bookings} mayRetry={moves} /> : null}
          <TransferLines transfer={transfer} mayTakeOut={moves && transfer.unsent} />
          <LinesOut lines={transfer.linesOut} />
          <div className="grid items-start gap-3 lg:grid-cols-2">
            <TransferFacts transfer={transfer} />
            <TransferEvents events={transfer.events} />
          </div>
          {open && moves && transfer.actionId ? (
            <CancelTransfer transferId={transfer.id} number={transfer.number} place={transfer.originName} />
          ) : null}
        </div>
      </ClientMessages>
    </>
  );
}

async function find(actor: Actor, text: string) {
  try {
    return await getTransfer(getDb(), actor, idOf(text));
  } catch (error) {
    if (error instanceof NotFound) notFound();
    throw error;
  }
}

function idOf(text: string): number {
  const id = Number(text);
  if (!Number.isSafeInteger(id) || id < 1) notFound();
  return id;
}
