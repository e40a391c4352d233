import type { useFormat } from "@/components/format";

const units = ["B", "kB", "MB", "GB"] as const;

/** A size in the largest unit that leaves at least one: "4.2 MB". */
export function fileSize(bytes: number, format: Pick<ReturnType<typeof useFormat>, "number">): string {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${format.number(value, { decimals: step === 0 || value >= 100 ? 0 : 1 })} ${units[step]}`;
}
