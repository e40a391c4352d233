import { getTranslations } from "next-intl/server";
import { requireSession } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { Panel } from "@/components/panel";
import { KeysPanel } from "./_components/keys-panel";
import { PasswordForm } from "./_components/password-form";
import { Preferences } from "./_components/preferences";
import { SettingsHeader } from "./_components/settings-header";
import { settingsTitle } from "./_components/settings-title";
import { SignOutEverywhere } from "./_components/sign-out-everywhere";

export const generateMetadata = () => settingsTitle("account");

export default async function AccountPage() {
  const { actor, email } = await requireSession();
  const [t, keys, words] = await Promise.all([
    getTranslations("settings.account"),
    getTranslations("settings.keys"),
    getTranslations("shell"),
  ]);
  return (
    <>
      <SettingsHeader current="account" role={actor.role} />
      <ClientMessages namespaces={["settings"]}>
        <div className="grid max-w-5xl items-start gap-3 md:grid-cols-2">
          <div className="flex flex-col gap-3">
            <Panel title={t("you")}>
              <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
                <dt className="text-muted">{t("name")}</dt>
                <dd>{actor.name}</dd>
                <dt className="text-muted">{t("email")}</dt>
                <dd>{email}</dd>
                <dt className="text-muted">{t("role")}</dt>
                <dd>{words("role", { role: actor.role })}</dd>
              </dl>
            </Panel>
            <Panel title={t("preferences")}>
              <Preferences />
            </Panel>
            <Panel title={t("password")}>
              <PasswordForm email={email} />
            </Panel>
            <Panel title={t("sessions")}>
              <SignOutEverywhere userId={actor.id} />
            </Panel>
          </div>
          <Panel title={keys("title")}>
            <KeysPanel />
          </Panel>
        </div>
      </ClientMessages>
    </>
  );
}
