"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { MappingInput } from "@/lib/ingest/mapping/mapping";
import { assignColumn, assignSetting, withAddress } from "../_mapping/address";
import type { SettingName } from "../_mapping/settings";

/**
 * The mapping as the address has it. A change shows at once and goes into the address, so that the server reads the
 * first records anew and the page can be sent as it is.
 */
export function useMappingAddress(base: MappingInput, query: string) {
  const router = useRouter();
  const [params, setParams] = useState(() => new URLSearchParams(query));
  const [refreshing, startRefresh] = useTransition();
  const go = (next: URLSearchParams) => {
    setParams(next);
    startRefresh(() => router.replace(`/imports/new/columns?${next}` as Route, { scroll: false }));
  };
  return {
    params,
    mapping: withAddress(base, params),
    refreshing,
    setColumn: (column: string, field: string | null) => go(assignColumn(base, params, column, field)),
    setSetting: (name: SettingName, text: string) => go(assignSetting(base, params, name, text)),
    setParam: (name: string, text: string) => {
      const next = new URLSearchParams(params);
      if (text === "") next.delete(name);
      else next.set(name, text);
      go(next);
    },
  };
}

export type MappingAddress = ReturnType<typeof useMappingAddress>;
