import { type Page, type Position, VendorError } from "@/lib/connectors/live-contract";

/** Throws for a page that names itself as the next one, which would be read for ever; one that is still being made may. */
export function refuseSamePage({ next, waitSeconds }: Page, position: Position | null): void {
  if (next === null || waitSeconds || JSON.stringify(next) !== JSON.stringify(position)) return;
  throw new VendorError(
    "unexpected",
    "same_page",
    "The vendor names the page it has just given as the next one.",
  );
}
