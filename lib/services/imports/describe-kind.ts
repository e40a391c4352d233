import { isKind, KINDS, type Kind, rowFields } from "@/lib/ingest/schemas/index";

/** What a mapping screen has to know about a field. */
export interface KindField {
  name: string;
  type: string;
  required: boolean;
  money: boolean;
  unit: "weight" | "volume" | null;
}

/** Every kind of file that can be imported, in the order in which a new company brings them in. */
export const importKinds: readonly Kind[] = KINDS;

/** The kind of that name; null when there is none. */
export const importKind = (name: string | null): Kind | null => (name !== null && isKind(name) ? name : null);

/** The fields a row of a kind may carry, in their order. */
export function describeKind(kind: Kind): KindField[] {
  return [...rowFields(kind)].map(([name, { type, required, money, unit }]) => ({
    name,
    type,
    required,
    money: money ?? false,
    unit: unit ?? null,
  }));
}
