const halfPair = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** JSON that PostgreSQL takes as jsonb: without NUL, and with half a character pair replaced as Unicode says. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "string" ? inner.replaceAll("\u0000", "").replace(halfPair, "\ufffd") : inner,
  );

/** What came from outside, in the form in which it can be kept; of values that JSON carries. */
export const storable = <Value>(value: Value): Value => JSON.parse(jsonText(value)) as Value;
