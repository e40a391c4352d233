"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormAction } from "@/app/_edge/use-action";
import { Button, ButtonLink } from "@/components/button";
import { CheckboxField, NumberField, TextField } from "@/components/field";
import { SideSheet } from "@/components/side-sheet";
import { connectAction } from "../live-actions";
import { CheckNote, ScopeList } from "./check-note";
import { VendorFields, type VendorSetting } from "./vendor-fields";

export interface ConnectOffer {
  vendor: string;
  name: string;
  settings: readonly VendorSetting[];
  /** A key that is still free. */
  key: string;
  /** Whether some of its streams offer the past. */
  past: boolean;
  /** Whether it has places with stock of their own. */
  places: boolean;
}

/** Connects an account of a vendor: tried at once, kept only when it works. */
export function ConnectSheet({ offer }: { offer: ConnectOffer }) {
  const t = useTranslations("connections");
  const router = useRouter();
  const [made, setMade] = useState<Made | null>(null);
  const { onSubmit, pending, error, fieldErrors } = useFormAction(connectAction, setMade);
  const close = () => router.replace("/settings/connections", { scroll: false });
  const title = t("connectTo", { name: offer.name });
  return (
    <SideSheet open onClose={close} title={made ? t("connectedTitle") : title} widthPx={520}>
      {made ? (
        <Connected made={made} vendor={offer.name} />
      ) : (
        <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
          <p className="text-muted">{t("connectHelp", { name: offer.name })}</p>
          <input type="hidden" name="vendor" value={offer.vendor} />
          <VendorFields settings={offer.settings} errors={fieldErrors} />
          <TextField
            label={t("name")}
            name="name"
            help={t("nameHelp")}
            defaultValue={offer.name}
            autoComplete="off"
            error={fieldErrors.name}
          />
          <TextField
            label={t("key")}
            name="key"
            help={t("keyHelp")}
            defaultValue={offer.key}
            autoComplete="off"
            spellCheck={false}
            error={fieldErrors.key}
          />
          {offer.past ? (
            <NumberField
              label={t("historyDays")}
              name="historyDays"
              help={t("historyHelp")}
              unit={t("days")}
              whole
              min={0}
              max={1_825}
              defaultValue={90}
              error={fieldErrors.historyDays}
            />
          ) : null}
          {offer.places ? (
            <CheckboxField label={t("keepsStock")} name="keepsStock" help={t("keepsStockHelp")} />
          ) : null}
          <details
            className="rounded-control border border-border px-3 py-2"
            open={Boolean(fieldErrors.baseUrl)}
          >
            <summary className="cursor-pointer font-medium">{t("testSystem")}</summary>
            <div className="flex flex-col gap-4 pt-3">
              <TextField
                label={t("baseUrl")}
                name="baseUrl"
                type="url"
                inputMode="url"
                placeholder="https://"
                optional
                help={t("baseUrlHelp", { name: offer.name })}
                autoComplete="off"
                error={fieldErrors.baseUrl}
              />
              <CheckboxField
                label={t("allowPrivate")}
                name="allowPrivateNetwork"
                help={t("allowPrivateHelp")}
              />
            </div>
          </details>
          <CheckNote error={error} />
          <Button type="submit" variant="primary" pending={pending} needsConnection>
            {pending ? t("checking", { name: offer.name }) : t("connect", { name: offer.name })}
          </Button>
        </form>
      )}
    </SideSheet>
  );
}

interface Made {
  key: string;
  name: string;
  account: string | null;
  scopes: readonly string[];
}

function Connected({ made, vendor }: { made: Made; vendor: string }) {
  const t = useTranslations("connections");
  return (
    <div role="status" className="flex flex-col items-start gap-4">
      <p>
        {made.account
          ? t("connectedAccount", { vendor, account: made.account })
          : t("connectedNoAccount", { vendor })}
      </p>
      {made.scopes.length > 0 ? (
        <div>
          <p className="text-caption font-medium text-muted">{t("granted")}</p>
          <ScopeList scopes={made.scopes} />
        </div>
      ) : null}
      <p className="text-muted">{t("connectedNext")}</p>
      <ButtonLink variant="primary" href={`/settings/connections/${made.key}`}>
        {t("openNamed", { name: made.name })}
      </ButtonLink>
    </div>
  );
}
