import { type Say, say } from "@/lib/core/say";

type Values = Record<string, string | number>;
type Sentence = (named: Values) => string;

/** The English sentences of the reasons of one field; they go on from the field's name. */
const ofFields = {
  missing: () => "is empty; it is needed",
  no_lines: () => "is empty; an order has at least one line",
  too_many_lines: (v) => `are ${v.lines}; an order has at most ${v.most}`,
  formula: () =>
    "holds a formula instead of its value: export the file with values (in the spreadsheet: copy, paste as values)",
  spreadsheet_error: (v) => `holds the spreadsheet's error ${v.error}: repair the formula it came from`,
  damaged_by_spreadsheet: () =>
    "was turned into an exponent number by a spreadsheet and its digits are lost: format the column as text and export again",
  not_text: () => "must be text",
  too_long: (v) => `is longer than ${v.most} characters`,
  control_character: () => "holds a control character",
  not_a_number: () => "is no number",
  number_unclear: (v) =>
    `cannot be read with ${v.decimal} as decimal sign and ${v.thousands} between thousands: choose the signs the file uses`,
  number_unclear_plain: (v) =>
    `cannot be read with ${v.decimal} as decimal sign and nothing between thousands: choose the signs the file uses`,
  not_whole: (v) => `must be a whole number, not ${v.number}`,
  not_between: (v) => `must lie between ${v.least} and ${v.most}`,
  too_large: () => "is too large",
  less_than: (v) => `must not be less than ${v.least}`,
  more_than: (v) => `must not be more than ${v.most}`,
  too_precise: () => "has more than six decimal places, which would be rounded away",
  other_currency_code: (v) => `is written in ${v.named} but the record is in ${v.currency}`,
  other_currency_sign: (v) => `carries the sign ${v.sign} but the record is in ${v.currency}`,
  date_not_text: () => "must be a date and time as text, such as 2026-04-03T08:30:00Z",
  not_a_date: () => "is no date in a form that is understood: choose the file's date format",
  not_in_format: (v) => `does not fit the date format ${v.formats}`,
  ambiguous_date: (v) =>
    `could be ${englishDay(v.first)} (${v.firstFormat}) or ${englishDay(v.second)} (${v.secondFormat}): choose the file's date format`,
  date_out_of_range: () => "lies outside the years 1990 to 2099",
  not_yes_or_no: () => "must be yes or no",
  not_a_choice: (v) => `must be one of ${v.choices}`,
  not_a_currency: () => "must be a currency code of three letters, such as EUR",
  not_a_country: () => "must be a country code of two letters, such as DE",
  unknown_time_zone: () => "is no time zone, such as Europe/London",
  not_a_list: () => "must be a list",
  negative_quantity: () =>
    "is negative and the order is no credit note: choose in the mapping what such lines are",
  zero_quantity: () => "is 0: a line needs at least one unit",
} satisfies Record<string, Sentence>;

/** The English sentences of the reasons that stand by themselves; most of them only the database can tell. */
const ofRecords = {
  not_an_object: () => "the record must be an object with fields",
  wrong_cell_count: (v) =>
    `the row has ${v.cells} cells but the header has ${v.columns}: it was cut short, or a cell holds an unquoted delimiter`,
  more_than_ordered: (v) => `${v.taken} units are cancelled or shipped but only ${v.ordered} were ordered`,
  unknown_sku: (v) => `there is no SKU ${v.value}: import it first, or let this import create missing SKUs`,
  unknown_location: (v) =>
    `there is no location ${v.value}: import it first, or let this import create missing locations`,
  unknown_channel: (v) =>
    `there is no channel ${v.value}: import it first, or let this import create missing channels`,
  unknown_order: (v) => `there is no order ${v.value} from this source: import the orders first`,
  unknown_campaign: (v) => `there is no campaign ${v.value} from this source: import the campaigns first`,
  unknown_ad: (v) => `there is no ad ${v.value} in this campaign: import the product ads first`,
  no_channel: () => "no channel is named and the import has no default channel",
  no_location: () =>
    "no location is named, no location serves the channel, and the import has no default location",
  line_twice: () => "two lines of this order have the same line number",
  mixed_currency: () => "lines of this order are in different currencies",
  same_location: (v) => `origin and destination are both ${v.value}: a lane needs two places`,
  not_a_weekday: (v) => `${v.value} is no weekday: write mon to sun, or 1 (Monday) to 7`,
  not_a_closed_day: (v) => `${v.value} is no day: write each as 2026-12-25`,
  one_of_two: () => "give either onHand (the level) or delta (the change), not both and not neither",
  bad_reason: (v) => `the reason ${v.value} does not go with these numbers`,
  no_rate: (v) =>
    `there is no exchange rate for ${v.value} on or before this day: add it, then run the import again`,
  order_incomplete: (v) =>
    `another line of this order (line ${v.value}) cannot be taken, and an order is taken whole or not at all`,
} satisfies Record<string, Sentence>;

export type FieldReason = keyof typeof ofFields;
export type RecordReason = keyof typeof ofRecords;

/** Every reason there is; each has its sentence under `rejects` in the messages. */
export const reasonKeys: readonly string[] = [...Object.keys(ofFields), ...Object.keys(ofRecords)];

/** The code of reasons that another one's repair sets right; of all others the key itself. */
const codes: Partial<Record<FieldReason | RecordReason, string>> = {
  no_lines: "missing",
  number_unclear_plain: "number_unclear",
  not_between: "out_of_range",
  too_large: "out_of_range",
  less_than: "out_of_range",
  more_than: "out_of_range",
  other_currency_code: "currency_conflict",
  other_currency_sign: "currency_conflict",
  date_not_text: "not_a_date",
  not_in_format: "not_a_date",
  not_a_currency: "not_a_code",
  not_a_country: "not_a_code",
};

/** Why something was not taken. */
export interface Reason {
  /** Groups the same repair. */
  code: string;
  /** In English, for the API, the command and logs. */
  reason: string;
  /** The same for pages. */
  say: Say;
}

const sayOf = (key: FieldReason | RecordReason, named: Values): Say => {
  const days = key === "ambiguous_date" ? ["first", "second"] : [];
  const values = Object.entries(named).map(([name, value]) => [
    name,
    days.includes(name) ? { day: String(value) } : value,
  ]);
  return say(`rejects.${key}`, values.length > 0 ? Object.fromEntries(values) : undefined);
};

/** Why a field's value cannot be taken. Days are named as YYYY-MM-DD. */
export const fieldReason = (key: FieldReason, named: Values = {}): Reason => ({
  code: codes[key] ?? key,
  reason: (ofFields[key] as Sentence)(named),
  say: sayOf(key, named),
});

/** Why a record as a whole cannot be taken. */
export const recordReason = (key: RecordReason, named: Values = {}): Reason => ({
  code: codes[key] ?? key,
  reason: (ofRecords[key] as Sentence)(named),
  say: sayOf(key, named),
});

/** The field that a reason of the database concerns. */
const fields: Partial<Record<RecordReason, string>> = {
  unknown_sku: "sku",
  unknown_location: "location",
  unknown_channel: "channel",
  unknown_order: "order",
  unknown_campaign: "campaign",
  unknown_ad: "adId",
  no_channel: "channel",
  no_location: "location",
  line_twice: "lineNo",
  mixed_currency: "currency",
  same_location: "destination",
  not_a_weekday: "shipWeekdays",
  not_a_closed_day: "closedDays",
  one_of_two: "onHand",
  bad_reason: "reason",
  no_rate: "currency",
};

/** Field and sentence of a reason that the database names by its code. */
export const explain = (
  code: RecordReason,
  value: string | null,
): Reason & { field: string | null; value: string | null } => ({
  field: fields[code] ?? null,
  value,
  ...recordReason(code, value === null ? {} : { value }),
});

function englishDay(day: string | number | undefined): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: "UTC",
    day: "numeric",
    month: "long",
    year: "numeric",
  }).format(new Date(`${day}T00:00:00Z`));
}
