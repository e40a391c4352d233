import { requireActor } from "@/app/_edge/require-actor";
import { readAt } from "@/app/(ops)/_past/read-at";
import { ClientMessages } from "@/components/client-messages";
import { readPastMoment } from "@/components/past/read-moment";
import { Still } from "@/components/past/still";
import { readCompany } from "@/db/queries/company";
import { may } from "@/lib/services/_shared/authorise";
import { restsOnIt } from "@/lib/services/company/save-company";
import { NotYours } from "../_components/not-yours";
import { SettingsFrame } from "../_components/settings-frame";
import { SettingsHeader } from "../_components/settings-header";
import { settingsTitle } from "../_components/settings-title";
import { CompanyForm } from "./_components/company-form";

export const generateMetadata = () => settingsTitle("company");

export default async function CompanyPage({ searchParams }: PageProps<"/settings/company">) {
  const actor = await requireActor();
  if (!may(actor.role, "policy.edit"))
    return (
      <>
        <SettingsHeader current="company" role={actor.role} />
        <NotYours />
      </>
    );
  const params = await searchParams;
  const asOf = readPastMoment(params.asOf);
  const [company, fixed] = await readAt(asOf, (db) => Promise.all([readCompany(db), restsOnIt(db)]));
  return (
    <ClientMessages namespaces={["settings"]}>
      <SettingsFrame current="company" role={actor.role} asOf={asOf} params={params}>
        <Still>
          <CompanyForm
            key={asOf?.toISOString()}
            company={company}
            fixed={fixed}
            currencies={Intl.supportedValuesOf("currency")}
            zones={["UTC", ...Intl.supportedValuesOf("timeZone")]}
          />
        </Still>
      </SettingsFrame>
    </ClientMessages>
  );
}
