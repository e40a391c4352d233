import type { ReactNode } from "react";
import { LanguageSwitch } from "@/components/shell/language-switch";
import { Mark } from "@/components/shell/mark";
import { ThemeSwitch } from "@/components/shell/theme-switch";

/** The pages before sign-in: one card, the language and the theme. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col items-center bg-background px-4">
      <header className="flex w-full max-w-96 items-center gap-1 pt-4 pb-10 sm:pt-10">
        <Mark />
        <span className="mr-auto pl-2 text-card font-semibold">Plimsoll</span>
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      <main className="w-full max-w-96 pb-10">{children}</main>
    </div>
  );
}
