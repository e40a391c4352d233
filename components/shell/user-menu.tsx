"use client";

import { CircleUser, LogOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { Menu, type MenuItem } from "@/components/popup/menu";
import { useLanguageItems } from "./language-switch";
import { useThemeItems } from "./theme-switch";
import type { ShellData } from "./types";

/** Ends the session on the server, then leaves for the sign-in page whatever the answer was. */
async function signOut(): Promise<void> {
  await fetch("/api/auth/sign-out", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  }).catch(() => null);
  window.location.assign("/sign-in");
}

/** Who is signed in, and the way out. On a phone it also holds language and theme. */
export function UserMenu({ user }: { user: ShellData["user"] }) {
  const t = useTranslations("shell");
  const languages = useLanguageItems();
  const { items: themes } = useThemeItems();
  const name = user?.name ?? t("nobody");
  const onPhone: MenuItem[] = [...languages, ...themes];
  return (
    <>
      <span className="max-sm:hidden">
        <UserMenuButton user={user} name={name} extra={[]} />
      </span>
      <span className="sm:hidden">
        <UserMenuButton user={user} name={name} extra={onPhone} />
      </span>
    </>
  );
}

function UserMenuButton({ user, name, extra }: { user: ShellData["user"]; name: string; extra: MenuItem[] }) {
  const t = useTranslations("shell");
  const account: MenuItem[] = user
    ? [
        {
          key: "account",
          label: t("account"),
          href: "/settings",
          icon: <CircleUser aria-hidden="true" size={16} />,
        },
        {
          key: "out",
          label: t("signOut"),
          onSelect: () => void signOut(),
          icon: <LogOut aria-hidden="true" size={16} />,
        },
      ]
    : [{ key: "in", label: t("signIn"), href: "/sign-in" }];
  return (
    <Menu
      label={t("person", { name })}
      align="end"
      items={[...extra, ...account]}
      className="h-8 px-2 text-muted hover:bg-surface-secondary hover:text-foreground"
      trigger={
        <>
          <CircleUser aria-hidden="true" size={16} />
          <span className="max-w-32 truncate max-md:hidden">{name}</span>
        </>
      }
      head={
        <p className="border-b border-border px-2 pt-1 pb-2">
          <span className="block font-medium">{name}</span>
          {user ? <span className="text-caption text-muted">{t("role", { role: user.role })}</span> : null}
        </p>
      }
    />
  );
}
