import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { Freshness } from "@/components/freshness";
import { LiveInterest } from "@/components/live";
import { PageHeader } from "@/components/page-header";
import { PastPicker } from "@/components/past";
import { readPastMoment } from "@/components/past/read-moment";
import { getReadDb } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { skuRule } from "@/db/queries/publishing";
import { skuForecasts, skuOverrides, skuSurges } from "@/db/queries/sku-forecast";
import { findSku, skuAds, skuDecisions, skuListings, skuOrders } from "@/db/queries/sku-page";
import { systemClock } from "@/lib/core/clock";
import { may } from "@/lib/services/_shared/authorise";
import { getSkuOutlook } from "@/lib/services/sku/get-outlook";
import { LiveOrders, LivePlaces, LiveTables } from "./_components/live-tables";
import { PastSku } from "./_components/past-sku";
import { SkuAds } from "./_components/sku-ads";
import { SkuDecisions } from "./_components/sku-decisions";
import { SkuFacts } from "./_components/sku-facts";
import { SkuForecast } from "./_components/sku-forecast";
import { SkuHeadline } from "./_components/sku-headline";
import { SkuLedger } from "./_components/sku-ledger";
import { SkuListings } from "./_components/sku-listings";
import { SkuOrders } from "./_components/sku-orders";
import { SkuOutlook, SkuStockAhead } from "./_components/sku-outlook";
import { SkuPublishing } from "./_components/sku-publishing";
import { cursorIn } from "./cursor-in";
import { loadLiveRows, ordersPageSize } from "./live-rows";
import { heldRule, publishingRows } from "./publishing-rows";

export async function generateMetadata({ params }: PageProps<"/inventory/[code]">) {
  return { title: decodeURIComponent((await params).code) };
}

/** Everything true about one product. */
export default async function SkuPage({ params, searchParams }: PageProps<"/inventory/[code]">) {
  const actor = await requireActor();
  const [{ code }, search, t] = await Promise.all([params, searchParams, getTranslations("sku")]);
  const db = getReadDb();
  const now = systemClock();
  const sku = await findSku(db, decodeURIComponent(code));
  if (!sku) notFound();
  const asOf = readPastMoment(search.asOf);
  if (asOf) return <PastSku sku={sku} asOf={asOf} ledgerCursor={cursorIn(search.ledger, 1)} />;
  const ordersCursor = cursorIn(search.orders, 2);
  const [rows, company, listings, ads, earlierOrders, decisions, publishing, everywhere] = await Promise.all([
    loadLiveRows(db, sku.id, now),
    readCompany(db),
    skuListings(db, sku.id),
    skuAds(db, sku.id),
    ordersCursor ? skuOrders(db, sku.id, { cursor: ordersCursor, pageSize: ordersPageSize }) : null,
    skuDecisions(db, sku.id),
    publishingRows(db, sku.id, now),
    skuRule(db, sku.id),
  ]);
  const [forecasts, overrides, surges] = await Promise.all([
    skuForecasts(db, sku.id),
    skuOverrides(db, sku.id),
    skuSurges(db, sku.id, now),
  ]);
  const { places } = rows;
  const outlook = await getSkuOutlook(db, sku.id, places, now);
  const currency = company?.baseCurrency ?? "USD";
  const readings = places.map((place) => place.dataAsOf?.toISOString() ?? null).filter((at) => at !== null);

  const oldestReading = readings.sort()[0] ?? null;
  /** This page with another place in one of its lists. */
  const hrefOf = (list: "orders" | "ledger", cursor: string | null): string => {
    const kept = Object.entries(search).flatMap(([key, value]) =>
      key !== list && typeof value === "string" ? [[key, value]] : [],
    );
    const query = new URLSearchParams([...kept, ...(cursor ? [[list, cursor]] : [])]);
    return `/inventory/${encodeURIComponent(sku.code)}${query.size > 0 ? `?${query}` : ""}#${list}`;
  };

  return (
    <>
      <LiveInterest skus={[sku.id]} />
      <PageHeader
        title={sku.code}
        question={sku.title}
        headline={<SkuHeadline places={places} />}
        actions={<PastPicker asOf={null} kept={[]} />}
        freshness={<Freshness asOf={oldestReading} label={t("stock")} />}
      />
      <ClientMessages namespaces={["sku", "inventory", "publishing", "forecast"]}>
        <LiveTables code={sku.code} rows={rows}>
          <div className="grid grid-cols-1 gap-3 xl:grid-cols-2">
            <LivePlaces />
            <SkuStockAhead outlook={outlook} asOf={oldestReading} />
            <SkuOutlook outlook={outlook} asOf={oldestReading} />
            <SkuListings listings={listings} />
            <SkuForecast
              skuId={sku.id}
              code={sku.code}
              today={outlook.today}
              rows={forecasts}
              surges={surges}
              overrides={overrides}
              places={places.map(({ locationId, locationName }) => ({ id: locationId, name: locationName }))}
              mayEdit={may(actor.role, "forecast.override")}
            />
            <div className="flex min-w-0 flex-col gap-3">
              <SkuDecisions decisions={decisions} currency={currency} />
              <SkuAds ads={ads} currency={currency} />
            </div>
            <SkuFacts sku={sku} />
            <SkuPublishing
              skuId={sku.id}
              code={sku.code}
              rows={publishing}
              everywhere={heldRule(everywhere)}
              mayEdit={may(actor.role, "publish.set")}
            />
            {earlierOrders ? (
              <SkuOrders
                orders={earlierOrders.rows}
                pages={{
                  earlierHref: earlierOrders.nextCursor && hrefOf("orders", earlierOrders.nextCursor),
                  newestHref: hrefOf("orders", null),
                }}
              />
            ) : (
              <LiveOrders earlierHref={rows.orders.nextCursor && hrefOf("orders", rows.orders.nextCursor)} />
            )}
            <SkuLedger
              skuId={sku.id}
              code={sku.code}
              asOf={null}
              newest={rows.moves}
              cursor={cursorIn(search.ledger, 1)}
              hrefOf={(cursor) => hrefOf("ledger", cursor)}
            />
          </div>
        </LiveTables>
      </ClientMessages>
    </>
  );
}
