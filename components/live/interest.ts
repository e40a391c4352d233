/** What the server tells open pages: what changed, which rows of it, and which products it is about. */
export interface LiveEvent {
  topic: string;
  ids?: (string | number)[];
  skus?: number[];
}

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
export function concerns({ skus }: LiveEvent): boolean {
  if (still.size > 0) return false;
  if (interests.size === 0 || !skus) return true;
  return skus.some((sku) => [...interests.values()].some((own) => own.has(sku)));
}
