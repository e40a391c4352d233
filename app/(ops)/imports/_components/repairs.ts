/** Which part of the columns page sets a kind of reject right; codes that are not named are repaired in the file. */
const places: Record<string, "dates" | "numbers" | "missing" | "orders" | "file" | "columns"> = {
  ambiguous_date: "dates",
  not_a_date: "dates",
  number_unclear: "numbers",
  not_a_number: "numbers",
  currency_conflict: "numbers",
  unknown_sku: "missing",
  unknown_location: "missing",
  unknown_channel: "missing",
  no_channel: "missing",
  no_location: "missing",
  negative_quantity: "orders",
  wrong_cell_count: "file",
  one_of_two: "columns",
};

export const repairPlace = (code: string) => places[code] ?? null;
