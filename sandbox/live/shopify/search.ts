/** What a search word may be held against: text, a number or a moment in milliseconds. */
export type Searchable = Readonly<Record<string, string | number | readonly string[] | undefined>>;

const term = /([a-z_]+):(>=|<=|>|<)?(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|(\S+))/gi;

/**
 * Shopify's search words, all of which must hold, or those of one way among several: `updated_at:>='…' AND sku:'…'`,
 * `sku:'A' OR sku:'B'`. Words that a list does not know are left out, as Shopify does.
 */
export function matcherOf(query: string | null | undefined): (thing: Searchable) => boolean {
  const ways = (query ?? "").split(/ OR (?=[a-z_]+:)/).map(testsOf);
  return (thing) => ways.some((tests) => tests.every((test) => test(thing)));
}

function testsOf(query: string): ((thing: Searchable) => boolean)[] {
  return [...query.matchAll(term)].map((match) => {
    const [, field = "", comparison = "=", single, double, bare] = match;
    const text = (single ?? double ?? bare ?? "").replace(/\\(.)/g, "$1");
    return (thing) => {
      const value = thing[field];
      if (value === undefined) return !(field in thing);
      if (typeof value === "object") return value.some((one) => one.toLowerCase() === text.toLowerCase());
      if (typeof value === "string") return value.toLowerCase() === text.toLowerCase();
      return compare(value, comparison, /^\d+$/.test(text) ? Number(text) : Date.parse(text));
    };
  });
}

function compare(value: number, comparison: string, wanted: number): boolean {
  if (comparison === ">=") return value >= wanted;
  if (comparison === "<=") return value <= wanted;
  if (comparison === ">") return value > wanted;
  if (comparison === "<") return value < wanted;
  return value === wanted;
}
