import { type PageKey, pageHrefs, pageKeys } from "./types";

/** The page that an address belongs to, by its first part; null outside of the pages. */
export function activePage(pathname: string): PageKey | null {
  const first = `/${pathname.split("/")[1] ?? ""}`;
  return pageKeys.find((key) => pageHrefs[key] === first) ?? null;
}
