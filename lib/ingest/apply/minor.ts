import { decimalToMinor } from "@/lib/core/money";

/** A decimal amount of a record in minor units of the currency, rounded once. */
export const minorOf = (value: unknown, currency: string): number => decimalToMinor(String(value), currency);
