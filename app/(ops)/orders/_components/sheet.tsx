"use client";

import type { Route } from "next";
import { useRouter, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { SideSheet } from "@/components/side-sheet";

/** A drawer that lives in the address of a page: closing it takes its parameter out again. */
export function AddressedSheet({
  param,
  path = "/orders",
  title,
  foot,
  children,
}: {
  param: "check" | "order" | "open";
  path?: string;
  title: string;
  foot?: ReactNode;
  children: ReactNode;
}) {
  const router = useRouter();
  const params = useSearchParams();
  const close = () => {
    const next = new URLSearchParams(params);
    next.delete(param);
    router.push((next.size > 0 ? `${path}?${next}` : path) as Route, { scroll: false });
  };
  return (
    <SideSheet open onClose={close} title={title} foot={foot} widthPx={640}>
      {children}
    </SideSheet>
  );
}
