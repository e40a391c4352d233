import { pageRoute } from "@/app/_edge/page-route";
import { requireActorForAction } from "@/app/_edge/require-actor";
import { accuracyDaysIn } from "@/app/(ops)/sync/accuracy-address";
import { getReadDb } from "@/db/client";
import { channelOptions } from "@/db/queries/orders";
import { type FieldAccuracyDay, fieldAccuracy } from "@/db/queries/reconciliations";
import { type CsvColumn, csvResponse } from "@/lib/core/csv";

/** Accuracy by field and day, of all channels or the one that the address names, with the sample of each. */
export const GET = pageRoute(async (request: Request) => {
  await requireActorForAction();
  const params = new URL(request.url).searchParams;
  const db = getReadDb();
  const channel = (await channelOptions(db)).find((one) => one.code === params.get("channel"));
  const days = accuracyDaysIn(params);
  const rows = await fieldAccuracy(db, channel ? { days, channelId: channel.id } : { days });
  const columns: CsvColumn<FieldAccuracyDay>[] = [
    { header: "day", value: (row) => row.day },
    { header: "channel", value: () => channel?.code ?? "all" },
    { header: "field", value: (row) => row.field },
    { header: "checked", value: (row) => row.checked },
    { header: "wrong", value: (row) => row.wrong },
    { header: "share", value: (row) => row.share },
  ];
  return csvResponse("plimsoll-order-accuracy-by-field.csv", rows, columns);
});
