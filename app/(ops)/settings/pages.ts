import type { Permission } from "@/lib/services/_shared/authorise";

/** Every settings page, and what a person needs to see it. What a role may never see is left out. */
export const settingsPages = [
  { key: "account", href: "/settings", needs: "read" },
  { key: "company", href: "/settings/company", needs: "policy.edit" },
  { key: "people", href: "/settings/people", needs: "people.manage" },
  { key: "policy", href: "/settings/policy", needs: "read" },
  { key: "connections", href: "/settings/connections", needs: "connection.manage" },
  { key: "webhooks", href: "/settings/webhooks", needs: "connection.manage" },
  { key: "alerts", href: "/settings/alerts", needs: "policy.edit" },
  { key: "tokens", href: "/settings/tokens", needs: "token.manage" },
  { key: "audit", href: "/settings/audit", needs: "audit.read" },
] as const satisfies { key: string; href: string; needs: Permission }[];

export type SettingsPageKey = (typeof settingsPages)[number]["key"];
