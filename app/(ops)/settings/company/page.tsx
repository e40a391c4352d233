import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { getDb } from "@/db/client";
import { readCompany } from "@/db/queries/company";
import { may } from "@/lib/services/_shared/authorise";
import { restsOnIt } from "@/lib/services/company/save-company";
import { NotYours } from "../_components/not-yours";
import { SettingsHeader } from "../_components/settings-header";
import { settingsTitle } from "../_components/settings-title";
import { CompanyForm } from "./_components/company-form";

export const generateMetadata = () => settingsTitle("company");

export default async function CompanyPage() {
  const actor = await requireActor();
  if (!may(actor.role, "policy.edit"))
    return (
      <>
        <SettingsHeader current="company" role={actor.role} />
        <NotYours />
      </>
    );
  const [company, fixed] = await Promise.all([readCompany(getDb()), restsOnIt(getDb())]);
  return (
    <ClientMessages namespaces={["settings"]}>
      <SettingsHeader current="company" role={actor.role} />
      <CompanyForm
        company={company}
        fixed={fixed}
        currencies={Intl.supportedValuesOf("currency")}
        zones={["UTC", ...Intl.supportedValuesOf("timeZone")]}
      />
    </ClientMessages>
  );
}
