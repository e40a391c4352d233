import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";

function collect(elements: MessageFormatElement[], into: Set<string>): void {
  for (const element of elements) {
    if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
    into.add(element.type === TYPE.tag ? `<${element.value}>` : element.value);
    if (element.type === TYPE.tag) collect(element.children, into);
    if (element.type === TYPE.plural || element.type === TYPE.select) {
      for (const option of Object.values(element.options)) collect(option.value, into);
    }
  }
}

/** Names of the arguments and tags of an ICU message, sorted. Throws SyntaxError when the message does not parse. */
export function argumentsOf(message: string, locale: string): string[] {
  const names = new Set<string>();
  collect(parse(message, { locale: new Intl.Locale(locale) }), names);
  return [...names].sort();
}
