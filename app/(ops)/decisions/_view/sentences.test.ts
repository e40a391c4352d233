import { createTranslator } from "next-intl";
import { describe, expect, test } from "vitest";
import { makeFormat } from "@/components/format";
import { type AppLocale, intlTag, locales } from "@/i18n/locales";
import type { Option, Problem } from "@/lib/services/recommendation/types";
import { messagesOf } from "@/messages";
import {
  blockedSentence,
  evidenceLabel,
  evidenceValue,
  optionButton,
  optionEffect,
  optionTitle,
  problemSentence,
  unsolvedWords,
} from "./sentences";
import type { Words } from "./words";

const now = new Date("2026-11-22T12:00:00Z");

function wordsIn(locale: AppLocale): Words {
  const t = createTranslator({
    locale: intlTag(locale),
    messages: messagesOf(locale),
    namespace: "recommendation",
  });
  return {
    t: t as Words["t"],
    has: (key) => t.has(key),
    format: makeFormat(intlTag(locale), "UTC"),
    currency: "USD",
    now,
  };
}

const shortage: Problem = {
  key: "shortage.out",
  locationIds: [1],
  params: {
    skuCode: "PLM-0041",
    locationCode: "SZX1",
    locationName: "Shenzhen",
    availableUnits: -12,
    gapDays: 12,
    lossMinorPerDay: 124_000,
  },
};

const transfer: Option = {
  key: "transfer:7",
  kind: "transfer",
  params: { quantityUnits: 240, originName: "Los Angeles, Newark", destinationName: "Shenzhen" },
  quantityUnits: 240,
  valueLowMinor: 1,
  valueMinor: 2,
  valueHighMinor: 3,
  costMinor: 1,
  effectDays: 6,
  arrivesAt: "2026-11-28T12:00:00Z",
  unsolved: [
    { key: "gap_until_arrival", params: { days: 6.04, units: 80.4 } },
    { key: "not_executable_here", params: {} },
  ],
  steps: [],
  executable: true,
};

describe("English", () => {
  const words = wordsIn("en");

  test("a problem names SKU, place, time and money a day", () => {
    expect(problemSentence(words, shortage)).toBe(
      "PLM-0041 is out at Shenzhen: 12 days without stock, about $1,240 a day.",
    );
  });

  test("what is not known is left out of the sentence", () => {
    const params = { ...shortage.params, gapDays: null };
    expect(problemSentence(words, { ...shortage, params })).toBe(
      "PLM-0041 is out at Shenzhen, about $1,240 a day.",
    );
  });

  test("a kind that is new here still has a sentence", () => {
    expect(problemSentence(words, { ...shortage, key: "shortage.new" })).toContain(
      "PLM-0041 needs a decision",
    );
  });

  test("an option says its effect, its time and what it leaves", () => {
    expect(optionTitle(words, transfer)).toBe("Transfer 240 units from Los Angeles and Newark to Shenzhen");
    expect(optionButton(words, transfer)).toBe("Transfer 240 units");
    expect(optionEffect(words, transfer, false)).toBe("Nov 28, in 6 days");
    expect(optionEffect(words, transfer, true)).toBe("Nov 28");
    // By the end of a day.
    const midnight = { ...transfer, arrivesAt: "2026-11-29T00:00:00.000Z" };
    expect(optionEffect(words, midnight, false)).toBe("Nov 28, in 6 days");
    expect(unsolvedWords(words, transfer.unsolved)).toBe(
      "about 6 days without stock until it arrives (80 units) and the order itself, to be placed with the supplier",
    );
  });

  test("nothing on its way is not the same as not known", () => {
    const arrival = { key: "next_arrival", unit: "time", value: null };
    expect(evidenceValue(words, { ...arrival, params: { incomingUnits: 0 } })).toBe("none on its way");
    expect(evidenceValue(words, arrival)).toBeNull();
    expect(evidenceValue(words, { key: "stock", unit: "units", value: null })).toBeNull();
    expect(evidenceValue(words, { key: "stock", unit: "units", value: 0 })).toBe("0 units");
  });

  test("an input has its place in its name", () => {
    expect(evidenceLabel(words, { key: "stock", params: { locationName: "Shenzhen" } })).toBe(
      "Available at Shenzhen",
    );
    expect(evidenceLabel(words, { key: "unheard_of" })).toBe("Input");
  });

  test("what blocks says the age and the limit", () => {
    const stale = {
      key: "stale_input",
      params: {
        input: "stock",
        source: "shopify-de",
        locationName: "Frankfurt",
        asOf: "2026-11-22T05:00:00Z",
        limitSeconds: 21_600,
      },
    };
    const name = () => "Shopify DE";
    expect(blockedSentence(words, [stale], name)).toBe(
      "Stock at Frankfurt was read from Shopify DE 7 hours ago; the limit is 6 hours.",
    );
    expect(blockedSentence(words, [stale, stale], name)).toContain("And 1 more input is too old.");
    expect(blockedSentence(words, [], name)).toBeNull();
  });
});

describe.each([...locales])("%s", (locale) => {
  test("leaves no gap and no raw argument in a sentence", () => {
    const words = wordsIn(locale);
    const params = {
      ...shortage.params,
      campaignName: "Bags",
      channelName: null,
      coverDays: null,
      excessUnits: 9,
    };
    const problems = [
      "shortage.out",
      "shortage.at_risk",
      "ad_pause.out",
      "ad_pause.at_risk",
      "ad_resume.back",
      "excess",
    ];
    const said = [
      ...problems.map((key) => problemSentence(words, { key, params, locationIds: [] })),
      optionTitle(words, transfer),
      optionTitle(words, { ...transfer, kind: "ad_pause", params: { adCount: 2, adName: "Bags" } }),
      optionTitle(words, {
        ...transfer,
        kind: "reorder",
        params: { quantityUnits: 6, orderByDay: "2026-11-22" },
      }),
    ];
    for (const sentence of said)
      expect(sentence).not.toMatch(/[{}]|undefined|null|NaN| {2}|recommendation\./);
  });
});
