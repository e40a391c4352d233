import { expect, test } from "vitest";
import { locales } from "@/i18n/locales";
import { messagesOf } from "@/messages/index";
import { STREAMS } from "./live-contract";
import { liveConnectors } from "./live-registry";

type Texts = Record<"settings" | "hints" | "problems" | "streams" | "choices", Record<string, unknown>>;

test.each(locales)("%s has a name for everything that a connection shows", (locale) => {
  const { connectors } = messagesOf(locale) as unknown as { connectors: Texts };
  const keys = liveConnectors.flatMap(({ settings }) => settings.map(({ key }) => key));
  expect(keys.length).toBeGreaterThan(0);
  expect(keys.filter((key) => !(key in connectors.settings))).toEqual([]);
  expect(keys.filter((key) => !(key in connectors.hints))).toEqual([]);
  expect(STREAMS.filter((stream) => !(stream in connectors.streams))).toEqual([]);
});
