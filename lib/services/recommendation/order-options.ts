import type { Option } from "./types";

/** What can be carried out from here comes before advice unless it is worth less than this part of the advice. */
const leastShareOfAdvice = 0.25;

/** Best first, doing nothing last. */
export function inOrder(options: readonly Option[]): Option[] {
  const nothing = options.filter((option) => option.kind === "do_nothing");
  const byValue = options
    .filter((option) => option.kind !== "do_nothing")
    .sort((a, b) => b.valueMinor - a.valueMinor);
  const [top] = byValue;
  const doable = byValue.find((option) => option.executable);
  if (!top || !doable || doable.valueMinor < top.valueMinor * leastShareOfAdvice)
    return [...byValue, ...nothing];
  return [doable, ...byValue.filter((option) => option !== doable), ...nothing];
}
