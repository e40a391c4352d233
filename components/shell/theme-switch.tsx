"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { Menu, type MenuItem } from "@/components/popup/menu";
import { chooseTheme, chosenTheme, type ThemeChoice } from "@/components/theme/choose";

const icons = { system: Monitor, light: Sun, dark: Moon };

const subscribe = (listener: () => void) => {
  window.addEventListener("plimsoll:theme", listener);
  return () => window.removeEventListener("plimsoll:theme", listener);
};

/** System, light and dark, with the one that is chosen. */
export function useThemeItems(): { choice: ThemeChoice; items: MenuItem[] } {
  const t = useTranslations("shell");
  const choice = useSyncExternalStore<ThemeChoice>(subscribe, chosenTheme, () => "system");
  const items = (["system", "light", "dark"] as const).map((theme) => {
    const Icon = icons[theme];
    return {
      key: theme,
      label: t(`theme.${theme}`),
      icon: <Icon aria-hidden="true" size={16} />,
      checked: theme === choice,
      onSelect: () => chooseTheme(theme),
    };
  });
  return { choice, items };
}

export function ThemeSwitch() {
  const t = useTranslations("shell");
  const { choice, items } = useThemeItems();
  const Icon = icons[choice];
  return (
    <Menu
      label={t("themeLabel")}
      align="end"
      items={items}
      className="h-8 w-8 text-muted hover:bg-surface-secondary hover:text-foreground"
      trigger={<Icon aria-hidden="true" size={16} />}
    />
  );
}
