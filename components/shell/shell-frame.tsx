"use client";

import { PanelLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";

/** Navigation beside the page: 208 px, folded to 48 px by the person or on a tablet, absent on a phone. */
export function ShellFrame({
  folded: start,
  navigation,
  children,
}: {
  folded: boolean;
  navigation: ReactNode;
  children: ReactNode;
}) {
  const [folded, setFolded] = useState(start);
  const t = useTranslations("shell");
  const toggle = () => {
    setFolded(!folded);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in two of the three engines
    document.cookie = `plimsoll_nav=${folded ? "open" : "folded"}; path=/; max-age=31536000; samesite=lax`;
  };
  return (
    <div
      data-nav={folded ? "folded" : "open"}
      className="group/frame sm:grid sm:grid-cols-[48px_minmax(0,1fr)] lg:data-[nav=open]:grid-cols-[208px_minmax(0,1fr)]"
    >
      <div className="sticky top-0 flex h-dvh flex-col border-r border-border bg-surface max-sm:hidden">
        {navigation}
        <button
          type="button"
          onClick={toggle}
          aria-expanded={!folded}
          aria-label={folded ? t("unfold") : t("fold")}
          title={folded ? t("unfold") : t("fold")}
          className="m-2 mt-auto flex h-8 w-8 cursor-pointer items-center justify-center rounded-control text-muted hover:bg-surface-secondary max-lg:hidden"
        >
          <PanelLeft aria-hidden="true" size={16} />
        </button>
      </div>
      <div className="min-w-0">{children}</div>
    </div>
  );
}
