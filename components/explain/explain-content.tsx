import { useTranslations } from "next-intl";
import { Age } from "@/components/age";
import { useFormat } from "@/components/format";
import { AppLink } from "@/components/link";
import { Unknown } from "@/components/unknown";
import type { ExplainInput, ExplainView } from "./types";

/** Formula, inputs and times of one figure. */
export function ExplainContent({ view }: { view: ExplainView }) {
  const t = useTranslations("explain");
  const format = useFormat();
  return (
    <div className="flex flex-col gap-4">
      <section>
        <h3 className="pb-1 text-caption font-medium text-muted">{t("formula")}</h3>
        {view.formula.split("\n").map((line) => (
          <p key={line} className="pb-2 text-form last:pb-0">
            {line}
          </p>
        ))}
      </section>
      <section>
        <h3 className="pb-1 text-caption font-medium text-muted">{t("inputs")}</h3>
        <ul className="divide-y divide-border border-y border-border">
          {view.inputs.map((input) => (
            <InputRow key={input.label} input={input} />
          ))}
        </ul>
      </section>
      {view.notes ? (
        <section>
          <h3 className="pb-1 text-caption font-medium text-muted">{t("notes")}</h3>
          <p>{view.notes}</p>
        </section>
      ) : null}
      <p className="text-caption text-muted">
        {view.computedAt ? t("computedAt", { moment: format.moment(view.computedAt) }) : t("computedUnknown")}
        {view.policyVersion ? ` · ${t("policyVersion", { version: view.policyVersion })}` : null}
      </p>
    </div>
  );
}

function InputRow({ input }: { input: ExplainInput }) {
  const label = input.href ? (
    <AppLink href={input.href} className="text-accent underline underline-offset-2">
      {input.label}
    </AppLink>
  ) : (
    input.label
  );
  return (
    <li className="grid grid-cols-[1fr_auto] gap-x-4 py-2">
      <span>{label}</span>
      <span className="text-right font-medium">
        {input.value === null ? <Unknown /> : input.value}{" "}
        {input.value !== null && input.unit ? (
          <span className="font-normal text-muted">{input.unit}</span>
        ) : null}
      </span>
      <span className="col-span-2 text-caption text-muted">
        {input.source}
        {input.source && input.asOf !== undefined ? " · " : null}
        {input.asOf === undefined ? null : <Age from={input.asOf} />}
      </span>
    </li>
  );
}
