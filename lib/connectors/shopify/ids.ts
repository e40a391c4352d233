/** The number at the end of a global id ("gid://shopify/Order/42" → "42"); a plain number stays what it is. */
export function legacyId(id: string | number): string {
  const text = String(id);
  return /(\d+)(?:\?.*)?$/.exec(text)?.[1] ?? text;
}

/** The global id of a thing; one that is global already stays what it is. */
export function globalId(type: string, id: string | number): string {
  const text = String(id);
  return text.startsWith("gid://") ? text : `gid://shopify/${type}/${text}`;
}
