"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import { reportConnection } from "./connection";
import { concerns, isNarrow, type LiveEvent } from "./interest";
import { arrivalsKey } from "./use-live-read";

export { useOffline } from "./connection";
export type { LiveEvent } from "./interest";
export { LiveInterest } from "./live-interest";
export { useLiveRead } from "./use-live-read";

const gatherMs = 150;
const gatherMsMax = 3_000;
const offlineAfterMs = 3_000;
const askAgainMs = 30_000;

function parseEvent(data: string): LiveEvent | null {
  try {
    const event: unknown = JSON.parse(data);
    if (typeof event !== "object" || event === null || !("topic" in event) || typeof event.topic !== "string")
      return null;
    return event as LiveEvent;
  } catch {
    return null;
  }
}

/**
 * Keeps the open page live: every event that concerns it makes the queries of its topic and the page's server part stale;
 * word of arrivals only what the page reads by `useLiveRead`, since their figures are told a moment later.
 * Events within 150 ms are answered once, and never while the answer to the one before is under way. After an answer that
 * took long the page waits twice as long again, so that many open pages leave a busy server its time; a page about single
 * products, which hears of little, does not.
 */
export function Live() {
  const router = useRouter();
  const queries = useQueryClient();
  const [refreshing, startRefresh] = useTransition();
  const busy = useRef(false);
  const startedAt = useRef(0);
  const waiting = useRef<Set<string>>(new Set());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const flush = useRef(() => {});
  useEffect(() => {
    flush.current = () => {
      clearTimeout(timer.current);
      timer.current = undefined;
      if (busy.current || document.hidden || waiting.current.size === 0) return;
      for (const topic of waiting.current) void queries.invalidateQueries({ queryKey: [topic] });
      waiting.current.clear();
      busy.current = true;
      startedAt.current = performance.now();
      startRefresh(() => router.refresh());
    };
  }, [queries, router]);

  useEffect(() => {
    if (refreshing) return;
    const tookMs = busy.current ? performance.now() - startedAt.current : 0;
    busy.current = false;
    clearTimeout(timer.current);
    const restMs = isNarrow() ? gatherMs : Math.min(Math.max(2 * tookMs, gatherMs), gatherMsMax);
    timer.current = setTimeout(() => flush.current(), restMs);
  }, [refreshing]);

  useEffect(() => {
    let source: EventSource | null = null;
    let lost: ReturnType<typeof setTimeout> | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const listen = () => {
      source?.close();
      source = new EventSource("/api/events");
      source.onopen = () => {
        clearTimeout(lost);
        lost = undefined;
        reportConnection(true);
      };
      source.onmessage = ({ data }: MessageEvent<string>) => {
        reportConnection(true);
        const event = parseEvent(data);
        if (!event || !concerns(event)) return;
        if (event.topic === arrivalsKey) {
          if (!document.hidden) void queries.invalidateQueries({ queryKey: [arrivalsKey] });
          return;
        }
        waiting.current.add(event.topic);
        timer.current ??= setTimeout(() => flush.current(), gatherMs);
      };
      source.onerror = () => {
        // Closed for good means that the server answered, but with no stream: that is no lost connection.
        if (source?.readyState === EventSource.CLOSED) again = setTimeout(listen, askAgainMs);
        else if (lost === undefined) {
          const since = new Date();
          lost = setTimeout(() => reportConnection(false, since), offlineAfterMs);
        }
      };
    };
    const seen = () => flush.current();
    const gone = () => reportConnection(false);
    listen();
    document.addEventListener("visibilitychange", seen);
    window.addEventListener("offline", gone);
    window.addEventListener("online", listen);
    return () => {
      source?.close();
      clearTimeout(lost);
      clearTimeout(again);
      document.removeEventListener("visibilitychange", seen);
      window.removeEventListener("offline", gone);
      window.removeEventListener("online", listen);
    };
  }, [queries]);
  return null;
}
