/** What the server tells open pages: what changed, which rows of it, and which products it is about. */
export interface LiveEvent {
  topic: string;
  ids?: (string | number)[];
  skus?: number[];
}

/**
 * Of orders and stock that have come in and whose figures follow in a moment. Only pages that show the rows themselves read
 * anew for it; the others hear of the figures.
 */
const onlyWhereAsked: ReadonlySet<string> = new Set(["arrivals"]);

/** The products that parts of the open page are about; none: the page is about no products in particular. */
const interests = new Map<symbol, ReadonlySet<number>>();

/** Notes that the page is about these products alone. The result takes it back. */
export function noteInterest(skus: readonly number[]): () => void {
  const key = Symbol("interest");
  interests.set(key, new Set(skus));
  return () => void interests.delete(key);
}

/** Parts of the open page that never change, such as the state of a past moment. */
const still = new Set<symbol>();

/** Notes that the page does not change by itself. The result takes it back. */
export function noteStill(): () => void {
  const key = Symbol("still");
  still.add(key);
  return () => void still.delete(key);
}

/** Whether the page is about some products alone, and so hears of little. */
export const isNarrow = (): boolean => interests.size > 0;

/** Whether an event concerns what the page shows. One that names no products does where its topic does. */
export function concerns({ topic, skus }: LiveEvent): boolean {
  if (still.size > 0) return false;
  if (interests.size === 0) return !onlyWhereAsked.has(topic);
  if (!skus) return true;
  return skus.some((sku) => [...interests.values()].some((own) => own.has(sku)));
}
