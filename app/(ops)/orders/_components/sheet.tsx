"use client";

import type { Route } from "next";
import { useRouter, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { SideSheet } from "@/components/side-sheet";

/** A drawer that lives in the address: closing it takes its parameter out again. */
export function AddressedSheet({
  param,
  title,
  foot,
  children,
}: {
  param: "check" | "order";
  title: string;
  foot?: ReactNode;
  children: ReactNode;
}) {
  const router = useRouter();
  const params = useSearchParams();
  const close = () => {
    const next = new URLSearchParams(params);
    next.delete(param);
    router.push((next.size > 0 ? `/orders?${next}` : "/orders") as Route, { scroll: false });
  };
  return (
    <SideSheet open onClose={close} title={title} foot={foot} widthPx={640}>
      {children}
    </SideSheet>
  );
}
