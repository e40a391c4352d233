"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { DensityProvider } from "@/components/density";

/** Live reads are kept for the life of a page only: stock and freshness are never served from a long-lived cache. */
const makeQueryClient = () =>
  new QueryClient({
    defaultOptions: { queries: { staleTime: 5_000, gcTime: 60_000, retry: 1, refetchOnWindowFocus: true } },
  });

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  return (
    <NuqsAdapter>
      <QueryClientProvider client={client}>
        <DensityProvider>{children}</DensityProvider>
      </QueryClientProvider>
    </NuqsAdapter>
  );
}
