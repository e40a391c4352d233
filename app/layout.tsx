import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getMessages, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ReaderZone } from "@/components/reader-zone";
import { themeScript } from "@/components/theme/script";
import { intlTag } from "@/i18n/locales";
import "./globals.css";
import "./tokens.css";
import "./modes.css";
import { Providers } from "./providers";

/** What the shared components say. A page adds its own namespace with ClientMessages. */
const sharedNamespaces = [
  "common",
  "shell",
  "states",
  "actionStates",
  "table",
  "gauge",
  "freshness",
  "format",
  "errors",
  "chart",
  "decisionCard",
  "explain",
];

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  return { title: { default: "Plimsoll", template: "%s – Plimsoll" }, description: t("productDescription") };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, all, requestHeaders] = await Promise.all([getLocale(), getMessages(), headers()]);
  const nonce = requestHeaders.get("x-nonce") ?? undefined;
  const messages = Object.fromEntries(
    Object.entries(all).filter(([name]) => sharedNamespaces.includes(name)),
  );
  return (
    <html lang={intlTag(locale)} suppressHydrationWarning>
      <head>
        <meta property="csp-nonce" nonce={nonce} content={nonce} suppressHydrationWarning />
        <script
          nonce={nonce}
          suppressHydrationWarning
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours that must run before the first paint
          dangerouslySetInnerHTML={{ __html: themeScript }}
        />
      </head>
      <body>
        <NextIntlClientProvider messages={messages}>
          <Providers>{children}</Providers>
          <ReaderZone />
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
