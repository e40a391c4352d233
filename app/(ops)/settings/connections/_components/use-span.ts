import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";

/** Function that puts a length of time in words: "8 s", "4 min", "2.5 h", "3 d". */
export function useSpan(): (seconds: number) => string {
  const t = useTranslations("connections.span");
  const format = useFormat();
  const print = (value: number) =>
    format.number(value, { decimals: value < 9.95 && value % 1 >= 0.05 ? 1 : 0 });
  return (seconds) => {
    if (seconds < 90) return t("seconds", { figure: print(seconds) });
    if (seconds < 5_400) return t("minutes", { figure: print(seconds / 60) });
    if (seconds < 172_800) return t("hours", { figure: print(seconds / 3_600) });
    return t("days", { figure: print(seconds / 86_400) });
  };
}
