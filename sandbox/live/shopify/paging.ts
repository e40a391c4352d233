import { GraphQLError } from "graphql";

export interface PageArguments {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
  reverse?: boolean | null;
}

/** Where a row stands: what the list is sorted by, then its number. */
type Place = readonly [by: number | string, id: number];
interface Cursor {
  place: Place | null;
  /** The page that begins here has been shown once already, and is shown again. */
  again?: boolean;
}

const encode = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString("base64url");

function decode(text: string): Cursor {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as Cursor;
  } catch {
    throw new GraphQLError("Invalid cursor for current pagination sort.", {
      extensions: { code: "INVALID_CURSOR" },
    });
  }
}

const before = (a: Place, b: Place): boolean => (a[0] === b[0] ? a[1] < b[1] : a[0] < b[0]);

/**
 * A page of a list by keyset. Without `first` it is the whole list, which only bulk operations may ask for. `repeat`: each
 * page comes twice before the next one.
 */
export function pageOf<T, V>(
  rows: readonly T[],
  placeOf: (row: T) => Place,
  view: (row: T) => V,
  { first, after, reverse }: PageArguments,
  repeat = false,
) {
  const sorted = [...rows].sort((a, b) => (before(placeOf(a), placeOf(b)) ? -1 : 1));
  if (reverse) sorted.reverse();
  const cursor = after ? decode(after) : null;
  const { place: from = null } = cursor ?? {};
  const isAfter = (row: T) =>
    reverse ? before(placeOf(row), from ?? placeOf(row)) : before(from ?? placeOf(row), placeOf(row));
  const rest = from === null ? sorted : sorted.filter(isAfter);
  const shown = rest.slice(0, first ?? rest.length);
  const last = shown.at(-1);
  const showAgain = repeat && !cursor?.again && last !== undefined && first != null;
  const endCursor = showAgain
    ? encode({ place: from, again: true })
    : last === undefined
      ? null
      : encode({ place: placeOf(last) });
  const nodes = shown.map(view);
  return {
    nodes,
    edges: shown.map((row, index) => ({ cursor: encode({ place: placeOf(row) }), node: nodes[index] })),
    pageInfo: {
      hasNextPage: showAgain || rest.length > shown.length,
      hasPreviousPage: from !== null,
      startCursor: shown[0] === undefined ? null : encode({ place: placeOf(shown[0]) }),
      endCursor,
    },
  };
}
