"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import type { MappingInput } from "@/lib/ingest/mapping/mapping";
import { assignColumn, assignSetting, withAddress } from "../_mapping/address";
import type { SettingName } from "../_mapping/settings";

const gatherMs = 250;

/**
 * The mapping as the address has it. A change shows at once and goes into the address a moment later, together with
 * those that follow it, so that the server reads the first records anew and the page can be sent as it is.
 */
export function useMappingAddress(base: MappingInput, query: string) {
  const router = useRouter();
  const [params, setParams] = useState(() => new URLSearchParams(query));
  const [refreshing, startRefresh] = useTransition();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const settle = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);
  const go = (next: URLSearchParams) => {
    setParams(next);
    settle();
    timer.current = setTimeout(() => {
      startRefresh(() => router.replace(`/imports/new/columns?${next}` as Route, { scroll: false }));
    }, gatherMs);
  };
  return {
    params,
    mapping: withAddress(base, params),
    refreshing,
    /** Keeps a change that is on its way from bringing the reader back to this page. */
    settle,
    setColumn: (column: string, field: string | null) => go(assignColumn(base, params, column, field)),
    setSetting: (name: SettingName, text: string) => go(assignSetting(base, params, name, text)),
  };
}

export type MappingAddress = ReturnType<typeof useMappingAddress>;
