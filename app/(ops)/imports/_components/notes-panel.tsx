import { useTranslations } from "next-intl";
import { useFormat } from "@/components/format";
import { Panel } from "@/components/panel";

/** From what the file holds to what was made of it. */
const order = [
  "repeatedHeaders",
  "windows1252Lines",
  "exactRepeats",
  "customerMissing",
  "priceNotPositive",
  "chargeLines",
  "stockLoweredLines",
  "stockRaisedLines",
  "creditLines",
  "creditLinesMatched",
  "creditLinesPartlyMatched",
  "creditLinesUnmatched",
  "unitsTakenBack",
  "skusCreated",
  "locationsCreated",
  "channelsCreated",
];

/** What was unusual in the file, counted; none of it is lost. */
export function NotesPanel({ notes }: { notes: Record<string, number> }) {
  const t = useTranslations("imports.notes");
  const format = useFormat();
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const counted = Object.entries(notes)
    .filter(([, count]) => count !== 0)
    .sort(([a], [b]) => place(a) - place(b));
  if (counted.length === 0) return null;
  return (
    <Panel title={t("title")} subtitle={t("subtitle")} className="mt-3">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {counted.map(([name, count]) => (
          <div key={name} className="contents">
            <dd className="text-right font-medium">{format.number(count)}</dd>
            <dt className="max-w-prose">
              {t.has(`names.${name}`) ? t(`names.${name}` as "names.exactRepeats") : plainWords(name)}
            </dt>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

const plainWords = (name: string) => name.replace(/[A-Z0-9]+/g, (part) => ` ${part.toLowerCase()}`);
