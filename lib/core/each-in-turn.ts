/**
 * Does the same with each of some, one after the other. What one of them breaks on keeps none of the others from its turn: the
 * first error is thrown at the end.
 */
export async function eachInTurn<Item>(
  items: readonly Item[],
  run: (item: Item) => Promise<void>,
): Promise<void> {
  const errors: unknown[] = [];
  for (const item of items)
    try {
      await run(item);
    } catch (error) {
      errors.push(error);
    }
  if (errors.length > 0) throw errors[0];
}
