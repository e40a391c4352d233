import type { MappingInput } from "@/lib/ingest/mapping/mapping";

/** A choice of a mapping as one text: how it stands in the address and in a form's field. */
interface Setting {
  read: (mapping: MappingInput) => string;
  write: (mapping: MappingInput, text: string) => MappingInput;
}

type Options = NonNullable<MappingInput["options"]>;

const delimiterNames: Record<string, string> = { comma: ",", semicolon: ";", tab: "\t", bar: "|" };
const thousandsNames: Record<string, NonNullable<MappingInput["thousandsSign"]>> = {
  none: "",
  comma: ",",
  dot: ".",
  space: " ",
  apostrophe: "'",
};

const nameOf = (names: Record<string, string>, value: string | undefined): string =>
  value === undefined ? "" : (Object.keys(names).find((name) => names[name] === value) ?? "");

const listed = (text: string) =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

const oneOf = <const T extends string>(all: readonly T[], text: string): T | undefined =>
  all.find((one) => one === text);

const option = (
  read: (options: Options) => string | undefined,
  write: (text: string) => Options,
): Setting => ({
  read: (mapping) => read(mapping.options ?? {}) ?? "",
  write: (mapping, text) => ({ ...mapping, options: { ...mapping.options, ...write(text) } }),
});

/** Every setting of a mapping but its columns. An empty text means "not chosen". */
export const settings = {
  dates: {
    read: ({ dateFormats }) => (dateFormats ?? []).join("|"),
    write: (mapping, text) => ({ ...mapping, dateFormats: text.split("|").filter(Boolean) }),
  },
  zone: {
    read: ({ timeZone }) => timeZone ?? "UTC",
    write: (mapping, text) => ({ ...mapping, timeZone: text || "UTC" }),
  },
  currency: {
    read: ({ currency }) => currency ?? "",
    write: (mapping, text) => ({ ...mapping, currency: text.trim().toUpperCase() || undefined }),
  },
  decimal: {
    read: ({ decimalSign }) => (decimalSign === "," ? "comma" : "dot"),
    write: (mapping, text) => ({ ...mapping, decimalSign: text === "comma" ? "," : "." }),
  },
  thousands: {
    read: ({ thousandsSign }) => nameOf(thousandsNames, thousandsSign),
    write: (mapping, text) => ({ ...mapping, thousandsSign: thousandsNames[text] }),
  },
  weight: {
    read: ({ units }) => units?.weight ?? "g",
    write: (mapping, text) => ({
      ...mapping,
      units: { ...mapping.units, weight: oneOf(["g", "kg", "lb", "oz"], text) ?? "g" },
    }),
  },
  volume: {
    read: ({ units }) => units?.volume ?? "cm3",
    write: (mapping, text) => ({
      ...mapping,
      units: { ...mapping.units, volume: oneOf(["cm3", "l", "m3"], text) ?? "cm3" },
    }),
  },
  encoding: {
    read: ({ encoding }) => encoding ?? "",
    write: (mapping, text) => ({ ...mapping, encoding: text || undefined }),
  },
  delimiter: {
    read: ({ delimiter }) => nameOf(delimiterNames, delimiter),
    write: (mapping, text) => ({ ...mapping, delimiter: delimiterNames[text] }),
  },
  skip: {
    read: ({ skipLines }) => (skipLines ? String(skipLines) : ""),
    write: (mapping, text) => ({ ...mapping, skipLines: /^\d{1,4}$/.test(text) ? Number(text) : undefined }),
  },
  credit: option(
    (options) => options.creditPrefix,
    (text) => ({ creditPrefix: text || undefined }),
  ),
  negative: option(
    (options) => options.negativeQuantity ?? "reject",
    (text) => ({ negativeQuantity: oneOf(["reject", "credit", "adjustment"], text) ?? "reject" }),
  ),
  unpriced: option(
    (options) => options.noPriceNoCustomer ?? "sale",
    (text) => ({ noPriceNoCustomer: oneOf(["sale", "adjustment"], text) ?? "sale" }),
  ),
  state: option(
    (options) => options.orderState ?? "completed",
    (text) => ({
      orderState: oneOf(["open", "shipped", "completed", "cancelled"], text) ?? "completed",
    }),
  ),
  notProducts: option(
    (options) => options.notProducts?.join(", "),
    (text) => ({ notProducts: listed(text) }),
  ),
  create: option(
    (options) => options.createMissing?.join(","),
    (text) => ({
      createMissing: listed(text).flatMap((one) => oneOf(["skus", "locations", "channels"], one) ?? []),
    }),
  ),
  location: option(
    (options) => options.defaultLocation,
    (text) => ({ defaultLocation: text.trim() || undefined }),
  ),
  channel: option(
    (options) => options.defaultChannel,
    (text) => ({ defaultChannel: text.trim() || undefined }),
  ),
} satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;
export const settingNames = Object.keys(settings) as SettingName[];
