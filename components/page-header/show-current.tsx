"use client";

import { useEffect, useRef } from "react";

/** On a narrow screen tabs scroll sideways: the chosen one is brought into view, once for each. */
export function ShowCurrent({ href }: { href: string | undefined }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const nav = place.current?.closest("nav");
    const tab = href && nav?.querySelector<HTMLElement>("[aria-current=page]");
    if (nav && tab) nav.scrollLeft = tab.offsetLeft - (nav.clientWidth - tab.offsetWidth) / 2;
  }, [href]);
  return <span ref={place} hidden />;
}
