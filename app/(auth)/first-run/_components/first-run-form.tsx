"use client";

import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { ErrorNote } from "@/app/_edge/error-note";
import { useFormAction } from "@/app/_edge/use-action";
import { Button } from "@/components/button";
import { SelectField, TextField } from "@/components/field";
import { type AppLocale, languageNames, locales } from "@/i18n/locales";
import { PASSWORD_LENGTH_MIN } from "@/lib/services/session/limits";
import { firstAdminAction } from "../actions";

interface Choice {
  value: string;
  label: string;
}

interface FirstRunFormProps {
  /** What an import has made already; it stays as it is. */
  company: { name: string; baseCurrency: string; timeZone: string } | null;
  currencies: Choice[];
  zones: Choice[];
}

/** A guess for whoever reads this language; the list has all. */
const usualCurrency: Record<AppLocale, string> = { en: "USD", "zh-Hant": "TWD", "zh-Hans": "CNY" };

/** The first admin and, unless there is one, the company. A whole new page load follows. */
export function FirstRunForm({ company, currencies, zones }: FirstRunFormProps) {
  const t = useTranslations("auth");
  const locale = useLocale();
  const { onSubmit, pending, error, fieldErrors } = useFormAction(firstAdminAction, () =>
    window.location.assign("/"),
  );
  return (
    <form onSubmit={onSubmit} noValidate className="card flex flex-col gap-4 p-4">
      <h1 className="text-title">{t("first.title")}</h1>
      <p className="text-muted">{t("first.text")}</p>
      <ErrorNote error={error} />
      <TextField
        label={t("first.code")}
        name="code"
        help={t("first.codeHelp")}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        required
        autoFocus
        error={fieldErrors.code}
      />
      <TextField label={t("name")} name="name" autoComplete="name" required error={fieldErrors.name} />
      <TextField
        label={t("email")}
        name="email"
        type="email"
        autoComplete="username"
        required
        error={fieldErrors.email}
      />
      <TextField
        label={t("newPassword")}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={PASSWORD_LENGTH_MIN}
        help={t("passwordHelp", { count: PASSWORD_LENGTH_MIN })}
        error={fieldErrors.password}
      />
      <SelectField
        key={`language-${locale}`}
        label={t("first.language")}
        name="language"
        options={locales.map((value) => ({ value, label: languageNames[value] }))}
        defaultValue={locale}
        error={fieldErrors.language}
      />
      {company ? (
        <>
          <input type="hidden" name="company" value={company.name} />
          <input type="hidden" name="baseCurrency" value={company.baseCurrency} />
          <input type="hidden" name="timeZone" value={company.timeZone} />
        </>
      ) : (
        <CompanyFields currencies={currencies} zones={zones} errors={fieldErrors} />
      )}
      <Button type="submit" variant="primary" full pending={pending}>
        {t("first.button")}
      </Button>
    </form>
  );
}

function CompanyFields({
  currencies,
  zones,
  errors,
}: {
  currencies: Choice[];
  zones: Choice[];
  errors: Record<string, string>;
}) {
  const t = useTranslations("auth");
  const locale = useLocale() as AppLocale;
  // The reader's zone arrives after the first paint; the field is made anew with it.
  const zone = useTimeZone() ?? "UTC";
  return (
    <>
      <TextField
        label={t("first.company")}
        name="company"
        autoComplete="organization"
        required
        error={errors.company}
      />
      <SelectField
        key={`currency-${locale}`}
        label={t("first.currency")}
        name="baseCurrency"
        options={currencies}
        defaultValue={usualCurrency[locale]}
        help={t("first.currencyHelp")}
        error={errors.baseCurrency}
      />
      <SelectField
        key={`zone-${zone}`}
        label={t("first.timeZone")}
        name="timeZone"
        options={zones}
        defaultValue={zones.some(({ value }) => value === zone) ? zone : "UTC"}
        help={t("first.timeZoneHelp")}
        error={errors.timeZone}
      />
    </>
  );
}
