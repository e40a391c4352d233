"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ErrorNote } from "@/app/_edge/error-note";
import { useFormAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { SelectField, TextField } from "@/components/field";
import { Panel } from "@/components/panel";
import { saveCompanyAction } from "../actions";

interface CompanyFormProps {
  company: { name: string; baseCurrency: string; timeZone: string } | null;
  /** Orders or decisions rest on currency and zone, so both stay. */
  fixed: boolean;
  currencies: string[];
  zones: string[];
}

/** What the company is called, how it reckons, and where its day begins. */
export function CompanyForm({ company, fixed, currencies, zones }: CompanyFormProps) {
  const t = useTranslations("settings.company");
  const [saved, setSaved] = useState(false);
  const { onSubmit, pending, error, fieldErrors } = useFormAction(saveCompanyAction, () => setSaved(true));
  const asOptions = (values: string[]) => values.map((value) => ({ value, label: value }));
  return (
    <Panel className="max-w-xl">
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
        <ErrorNote error={error} />
        <TextField label={t("name")} name="name" defaultValue={company?.name} error={fieldErrors.name} />
        <SelectField
          label={t("currency")}
          name="baseCurrency"
          options={asOptions(fixed && company ? [company.baseCurrency] : currencies)}
          defaultValue={company?.baseCurrency ?? "USD"}
          help={fixed ? t("fixed") : t("currencyHelp")}
          error={fieldErrors.baseCurrency}
        />
        <SelectField
          label={t("timeZone")}
          name="timeZone"
          options={asOptions(fixed && company ? [company.timeZone] : zones)}
          defaultValue={company?.timeZone ?? "UTC"}
          help={fixed ? t("fixed") : t("timeZoneHelp")}
          error={fieldErrors.timeZone}
        />
        <div className="flex items-center gap-3">
          <Button type="submit" variant="primary" pending={pending} needsConnection>
            {t("save")}
          </Button>
          <span role="status" className="text-muted">
            {saved && !error ? t("saved") : ""}
          </span>
        </div>
      </form>
    </Panel>
  );
}
