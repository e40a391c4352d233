import type { LoadedRun } from "../load";

/** The columns page of a run's file, beginning with the mapping it ran with; null when the file is gone. */
export function columnsHref(run: Pick<LoadedRun, "id" | "fileId" | "kind" | "sourceKey">): string | null {
  if (run.fileId === null) return null;
  const params = new URLSearchParams({
    file: String(run.fileId),
    kind: run.kind,
    source: run.sourceKey,
    from: String(run.id),
  });
  return `/imports/new/columns?${params}`;
}

/** Where what an import brought in can be seen. */
export function changedHref(kind: string): {
  page: "catalogue" | "inventory" | "orders" | "ads" | "transfers" | "sync" | "connections";
  href: string;
} {
  switch (kind) {
    case "skus":
      return { page: "catalogue", href: "/catalogue" };
    case "orders":
      return { page: "orders", href: "/orders" };
    case "returns":
      return { page: "orders", href: "/orders?list=returns" };
    case "campaigns":
    case "product-ads":
    case "ad-spend":
      return { page: "ads", href: "/ads" };
    case "lanes":
      return { page: "transfers", href: "/transfers" };
    case "listings":
    case "channels":
      return { page: "sync", href: "/sync" };
    default:
      return { page: "inventory", href: "/inventory" };
  }
}
