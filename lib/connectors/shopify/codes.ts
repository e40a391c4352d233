import { legacyId } from "./ids";
import { locationCodes } from "./settings";

/** Turns Shopify's places and goods into our codes. */
export interface Codes {
  /** Of a place: the code that was entered for it, else its name. */
  place(location: { id: string; name: string } | null | undefined): string | null;
  /** Null where no code was entered, because its name is not known either. */
  placeById(id: string | number): string | null;
}

export function codesOf(settings: Readonly<Record<string, string>>): Codes {
  const entered = locationCodes(settings);
  return {
    place: (location) => (location ? (entered.get(legacyId(location.id)) ?? location.name) : null),
    placeById: (id) => entered.get(legacyId(id)) ?? null,
  };
}

/** The SKU's code; a variant without one goes by its number, a line that is no product by what it says. */
export function skuCode(
  sku: string | null | undefined,
  variantId: string | number | null | undefined,
  title: string,
): string {
  const text = sku?.trim();
  if (text) return text.slice(0, 200);
  if (variantId !== null && variantId !== undefined) return `variant:${legacyId(variantId)}`;
  return `custom:${title.trim()}`.slice(0, 200);
}
