import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { ClientMessages } from "@/components/client-messages";
import { getDb } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { intlTag } from "@/i18n/locales";
import { anybodyThere } from "@/lib/services/people/create-first-admin";
import { FirstRunForm } from "./_components/first-run-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("first.title"), robots: { index: false } };
}

/** Makes the first admin of an empty workspace. There is no such page any more once there is a person. */
export default async function FirstRunPage() {
  if (await anybodyThere(getDb())) notFound();
  const [company, locale] = await Promise.all([readCompany(getDb()), getLocale()]);
  const names = new Intl.DisplayNames(intlTag(locale), { type: "currency" });
  return (
    <ClientMessages namespaces={["auth"]}>
      <FirstRunForm
        company={company}
        currencies={Intl.supportedValuesOf("currency").map((code) => ({
          value: code,
          label: `${code} ${names.of(code) ?? ""}`.trim(),
        }))}
        zones={["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => ({ value: zone, label: zone }))}
      />
    </ClientMessages>
  );
}
