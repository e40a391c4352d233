import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireActor } from "@/app/_edge/require-actor";
import { ButtonLink } from "@/components/button/button-link";
import { ClientMessages } from "@/components/client-messages";
import { getFormat } from "@/components/format/server";
import { getDb } from "@/db/client";
import type { TransferEnd } from "@/db/queries/transfers";
import { NotFound } from "@/lib/core/errors";
import { getTransferDocument, type TransferDocument } from "@/lib/services/transfer/document";
import styles from "./document.module.css";
import { PrintButton } from "./print-button";

export async function generateMetadata({ params }: PageProps<"/transfers/[id]/document">) {
  const [t, { transfer }] = await Promise.all([getTranslations("transfers"), load((await params).id)]);
  return { title: `${transfer.number} ${t("document.title")}` };
}

/** The paper that goes with the goods: A4, with room for what was counted and a signature at both ends. */
export default async function TransferDocumentPage({ params }: PageProps<"/transfers/[id]/document">) {
  const [t, format, document] = await Promise.all([
    getTranslations("transfers.document"),
    getFormat(),
    load((await params).id),
  ]);
  const { transfer, origin, destination, companyName } = document;
  const weight = document.weightGrams;
  return (
    <main className="min-h-dvh bg-background py-4 print:bg-white print:py-0">
      <div data-no-print className="mx-auto flex max-w-[210mm] items-center gap-2 px-4 pb-4">
        <ButtonLink href={`/transfers/${transfer.id}`}>{t("back")}</ButtonLink>
        <a className="button button--secondary" href={`/api/pages/transfers/${transfer.id}/csv`}>
          {t("csv")}
        </a>
        <ClientMessages namespaces={["transfers"]}>
          <PrintButton />
        </ClientMessages>
      </div>
      <article className={styles.sheet}>
        <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 pb-4">
          <div>
            <p>{companyName}</p>
            <h1 className="text-title font-semibold">{t("heading", { number: transfer.number })}</h1>
            {transfer.simulated ? <p>{t("simulated")}</p> : null}
          </div>
          <dl className="grid grid-cols-[max-content_auto] gap-x-4">
            <dt>{t("planned")}</dt>
            <dd>{format.day(transfer.plannedAt)}</dd>
            <dt>{t("expected")}</dt>
            <dd>{format.day(transfer.expectedAt)}</dd>
            <dt>{t("plannedBy")}</dt>
            <dd>{transfer.createdBy}</dd>
          </dl>
        </header>
        <div className="grid grid-cols-2 gap-4 pb-4">
          <End title={t("from")} end={origin} kindWord={t(`kind.${origin.kind}`)} />
          <End title={t("to")} end={destination} kindWord={t(`kind.${destination.kind}`)} />
        </div>
        <div className={styles.lines}>
          <Lines document={document} />
        </div>
        <p className="py-3">
          {t("totals", {
            units: document.units,
            packs: document.packs.reduce((sum, line) => sum + line.packs, 0),
            weight:
              weight === null
                ? t("weightUnknown")
                : t("kilograms", { figure: format.number(weight / 1_000, { decimals: 1 }) }),
          })}
        </p>
        <div className={`grid grid-cols-2 gap-8 pt-4 ${styles.ends}`}>
          <Signature title={t("shippedBy")} />
          <Signature title={t("receivedBy")} />
        </div>
        <p className="pt-6">{t("differences")}</p>
      </article>
    </main>
  );
}

async function load(text: string): Promise<TransferDocument> {
  const actor = await requireActor();
  const id = Number(text);
  if (!Number.isSafeInteger(id) || id < 1) notFound();
  try {
    return await getTransferDocument(getDb(), actor, id);
  } catch (error) {
    if (error instanceof NotFound) notFound();
    throw error;
  }
}

function End({ title, end, kindWord }: { title: string; end: TransferEnd; kindWord: string }) {
  return (
    <section className="border border-[#767676] p-3">
      <h2>{title}</h2>
      <p className="text-card font-semibold">{end.name}</p>
      <p>
        {end.code} · {kindWord} · {end.country}
      </p>
    </section>
  );
}

async function Lines({ document }: { document: TransferDocument }) {
  const [t, format] = await Promise.all([getTranslations("transfers.document"), getFormat()]);
  const packs = new Map(document.packs.map((line) => [line.lineNo, line]));
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t("line")}</th>
          <th scope="col">{t("sku")}</th>
          <th scope="col">{t("product")}</th>
          <th scope="col">{t("barcode")}</th>
          <th scope="col" className={styles.figure}>
            {t("packs")}
          </th>
          <th scope="col" className={styles.figure}>
            {t("units")}
          </th>
          <th scope="col" className={styles.blank}>
            {t("shipped")}
          </th>
          <th scope="col" className={styles.blank}>
            {t("received")}
          </th>
        </tr>
      </thead>
      <tbody>
        {document.transfer.lines.map((line) => {
          const packing = packs.get(line.lineNo);
          const figure = (units: number | null) => (units === null ? "" : format.number(units));
          return (
            <tr key={line.lineNo}>
              <td className={styles.figure}>{line.lineNo}</td>
              <th scope="row" className="font-mono whitespace-nowrap">
                {line.skuCode}
              </th>
              <td>{line.skuTitle}</td>
              <td className="font-mono">{line.barcode ?? ""}</td>
              <td className={styles.figure}>
                {packing
                  ? t("packing", {
                      packs: packing.packs,
                      size: line.packSizeUnits,
                      loose: packing.looseUnits,
                    })
                  : ""}
              </td>
              <td className={styles.figure}>{format.number(line.quantity)}</td>
              <td className={styles.figure}>{figure(line.shippedQuantity)}</td>
              <td className={styles.figure}>{figure(line.receivedQuantity)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

async function Signature({ title }: { title: string }) {
  const t = await getTranslations("transfers.document");
  return (
    <section>
      <h2 className="font-semibold">{title}</h2>
      {(["name", "date", "signature"] as const).map((field) => (
        <div key={field} className="pt-1">
          <div className={styles.line} />
          <p>{t(field)}</p>
        </div>
      ))}
    </section>
  );
}
