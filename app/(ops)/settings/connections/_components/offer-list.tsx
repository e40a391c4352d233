"use client";

import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/button";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";
import { SavePreset } from "./save-preset";

export interface LiveOffer {
  vendor: string;
  name: string;
  streams: readonly string[];
  /** Whether the vendor calls us, for at least one of them. */
  pushed: boolean;
  carriesOut: boolean;
  /** Accounts connected already. */
  connected: number;
}

export interface OtherOffer {
  vendor: string;
  name: string;
  ways: readonly ("file" | "api")[];
  presets: readonly string[];
}

/** What can be connected: live by an account, and what comes in by file or the API today. */
export function OfferList({ live, others }: { live: LiveOffer[]; others: OtherOffer[] }) {
  const t = useTranslations("connections");
  const words = useTranslations("connectors");
  const format = useFormat();
  return (
    <div className="grid grid-cols-1 gap-3 pt-3 pb-8 xl:grid-cols-2">
      <Panel id="live" title={t("live.title")} subtitle={t("live.subtitle")} padded={false}>
        <ul className="divide-y divide-border">
          {live.map((offer) => (
            <li key={offer.vendor} className="flex items-center gap-4 px-4 py-2.5">
              <div className="min-w-0 grow">
                <p className="font-medium">
                  {offer.name}
                  {offer.connected > 0 ? (
                    <span className="font-normal text-muted">
                      {" "}
                      {t("live.connected", { count: offer.connected })}
                    </span>
                  ) : null}
                </p>
                <p className="text-caption text-muted">
                  {t("live.reads", {
                    streams: format.list(
                      offer.streams.map((one) => words(`streams.${one}` as "streams.orders")),
                    ),
                  })}{" "}
                  {offer.pushed ? t("live.pushes") : t("live.polls")}
                  {offer.carriesOut ? ` ${t("live.acts")}` : ""}
                </p>
              </div>
              <ButtonLink
                href={`/settings/connections?connect=${offer.vendor}`}
                scroll={false}
                aria-label={t("connect", { name: offer.name })}
              >
                {t("connectShort")}
              </ButtonLink>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel id="others" title={t("others.title")} subtitle={t("others.subtitle")} padded={false}>
        <ul className="divide-y divide-border">
          {others.map((offer) => (
            <li key={offer.vendor} className="flex flex-col gap-1 px-4 py-2.5">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <p className="font-medium">{offer.name}</p>
                <p className="text-caption text-muted">
                  {offer.ways.map((way) => words(`ways.${way}`)).join(" · ")}
                </p>
                <ButtonLink
                  size="sm"
                  href="/imports/new"
                  className="ml-auto"
                  aria-label={t("others.importOf", { name: offer.name })}
                >
                  {t("others.import")}
                </ButtonLink>
              </div>
              <p className="text-caption text-muted">
                {words.has(`notLive.${offer.vendor}`)
                  ? words(`notLive.${offer.vendor}` as "notLive.lazada")
                  : null}
              </p>
              {offer.presets.map((preset) => (
                <SavePreset key={preset} preset={preset} />
              ))}
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}
