import type { MoneyRange } from "@/components/decision-card";
import type { Option } from "@/lib/services/recommendation/types";

/** What an option is worth, as a card draws it. */
export const optionRange = (option: Option, currency: string): MoneyRange => ({
  lowMinor: option.valueLowMinor,
  midMinor: option.valueMinor,
  highMinor: option.valueHighMinor,
  currency,
});
