"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

export interface SearchResult {
  id: string;
  /** "sku", "order", "decision" … */
  kind: string;
  label: string;
  detail?: string;
  href: string;
}

const waitMs = 150;

async function ask(text: string, signal: AbortSignal): Promise<SearchResult[]> {
  const answer = await fetch(`/api/search?q=${encodeURIComponent(text)}`, { signal });
  if (!answer.ok) throw new Error(`search answered ${answer.status}`);
  const body: { results: SearchResult[] } = await answer.json();
  return body.results;
}

/** Results from the server once typing pauses, from two letters on. */
export function useSearch(
  text: string,
  enabled: boolean,
): { results: SearchResult[]; failed: boolean; searching: boolean } {
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), waitMs);
    return () => clearTimeout(timer);
  }, [text]);
  const asked = enabled && settled.length > 1;
  const query = useQuery({
    queryKey: ["search", settled],
    queryFn: ({ signal }) => ask(settled, signal),
    enabled: asked,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return {
    results: asked ? (query.data ?? []) : [],
    failed: asked && query.isError,
    searching: asked && query.isFetching,
  };
}
