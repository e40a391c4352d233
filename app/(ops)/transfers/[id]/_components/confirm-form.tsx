"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { CheckboxField, focusFirstError, NumberField, TextAreaField } from "@/components/field";
import { announce } from "@/components/live/announcer";
import { receive, ship } from "../../actions";
import { consequenceOf } from "./consequence";

interface Line {
  lineNo: number;
  skuCode: string;
  skuTitle: string;
  quantity: number;
  shippedQuantity: number | null;
  receivedQuantity: number | null;
}

interface ConfirmFormProps {
  kind: "ship" | "receive";
  /** Pressing twice records once. */
  eventId: string;
  transferId: number;
  lines: Line[];
  place: string;
  /** The account that books it too; null: nobody does. */
  bookedAt: string | null;
  /** The other end reports by itself; by hand only where it cannot. */
  byItself: boolean;
}

/** What left or came in, line by line, each with what follows from it before it is recorded. */
export function ConfirmForm(props: ConfirmFormProps) {
  const t = useTranslations("transfers.confirm");
  const form = <Form {...props} />;
  if (!props.byItself)
    return (
      <section className="card px-4 py-3" aria-label={t(`${props.kind}Title`)}>
        <h2 className="pb-1 text-card font-semibold">{t(`${props.kind}Title`)}</h2>
        {form}
      </section>
    );
  return (
    <details className="card px-4 py-3">
      <summary className="cursor-pointer">
        {t(`${props.kind}ByItself`, { place: props.place })}{" "}
        <span className="underline underline-offset-2">{t("byHandInstead")}</span>
      </summary>
      <div className="pt-3">{form}</div>
    </details>
  );
}

/** Units still expected of a line: all that is approved, or what left and has not come in. */
const expectedOf = (kind: ConfirmFormProps["kind"], line: Line): number =>
  kind === "ship"
    ? line.quantity
    : Math.max(0, (line.shippedQuantity ?? line.quantity) - (line.receivedQuantity ?? 0));

function Form({ kind, eventId: first, transferId, lines, place, bookedAt }: ConfirmFormProps) {
  const t = useTranslations("transfers.confirm");
  const hints = useTranslations("transfers.bookings");
  // A refresh of the page must not make a second confirmation out of a second press.
  const [eventId] = useState(first);
  const router = useRouter();
  const [units, setUnits] = useState<Record<number, number | null>>({});
  const [complete, setComplete] = useState(true);
  const send = useAction(kind === "ship" ? ship : receive, () => {
    announce(t(`${kind}Done`));
    router.refresh();
  });
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const said = lines.map((line) => ({
      lineNo: line.lineNo,
      quantity: Number(data.get(`line-${line.lineNo}`)),
    }));
    if (said.some(({ quantity }) => !Number.isSafeInteger(quantity) || quantity < 0)) {
      focusFirstError(form);
      return;
    }
    const note = String(data.get("note") ?? "").trim();
    await send.run({
      transferId,
      eventId,
      lines: said,
      ...(note && { note }),
      ...(kind === "receive" && { complete }),
    });
  };
  /** Units of a line as they stand in its field; null while what stands there is no figure. */
  const unitsOf = (line: Line): number | null => {
    const typed = units[line.lineNo];
    return typed === undefined ? expectedOf(kind, line) : typed;
  };
  const total = lines.reduce((sum, line) => sum + (unitsOf(line) ?? 0), 0);
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <p className="text-muted">
        {t(`${kind}Lead`, { place })}
        {bookedAt === null ? null : ` ${hints("hint", { name: bookedAt })}`}
      </p>
      <ul className="divide-y divide-border border-y border-border">
        {lines.map((line) => {
          const expected = expectedOf(kind, line);
          const now = unitsOf(line);
          const consequence = now === null ? null : consequenceOf(kind, expected, now, complete);
          return (
            <li
              key={line.lineNo}
              className="grid items-start gap-x-6 gap-y-1 py-2 sm:grid-cols-[1fr_180px_1.4fr]"
            >
              <p className="min-w-0">
                <span className="font-mono font-medium">{line.skuCode}</span>
                <span className="block truncate text-muted">{line.skuTitle}</span>
              </p>
              <NumberField
                name={`line-${line.lineNo}`}
                label={t(`${kind}Units`, { expected })}
                defaultValue={expected}
                min={0}
                max={10_000_000}
                whole
                required
                onValue={(value) => setUnits((before) => ({ ...before, [line.lineNo]: value }))}
              />
              <p
                aria-live="polite"
                className={consequence ? "self-center text-at-risk-ink" : "self-center text-muted"}
              >
                {now === null
                  ? null
                  : consequence
                    ? t(consequence.key, { count: consequence.units, place })
                    : t(`${kind}AsPlanned`, { place })}
              </p>
            </li>
          );
        })}
      </ul>
      {kind === "receive" ? (
        <CheckboxField
          name="complete"
          label={t("complete")}
          checked={complete}
          onChange={(event) => setComplete(event.target.checked)}
        />
      ) : null}
      <div className="max-w-xl">
        <TextAreaField name="note" label={t("note")} optional rows={2} />
      </div>
      <ErrorNote error={send.error} />
      <p>
        <Button type="submit" variant="primary" pending={send.pending} needsConnection>
          {t(`${kind}Button`, { count: total })}
        </Button>
      </p>
    </form>
  );
}
