import { requireActor } from "@/app/_edge/require-actor";
import { readAt } from "@/app/(ops)/_past/read-at";
import { ClientMessages } from "@/components/client-messages";
import { readPastMoment } from "@/components/past/read-moment";
import { may } from "@/lib/services/_shared/authorise";
import { listTokens } from "@/lib/services/token/list";
import { NotYours } from "../_components/not-yours";
import { SettingsFrame } from "../_components/settings-frame";
import { SettingsHeader } from "../_components/settings-header";
import { settingsTitle } from "../_components/settings-title";
import { CreateTokenButton } from "./_components/create-token-button";
import { TokenTable } from "./_components/token-table";

export const generateMetadata = () => settingsTitle("tokens");

export default async function TokensPage({ searchParams }: PageProps<"/settings/tokens">) {
  const actor = await requireActor();
  if (!may(actor.role, "token.manage"))
    return (
      <>
        <SettingsHeader current="tokens" role={actor.role} />
        <NotYours />
      </>
    );
  const params = await searchParams;
  const asOf = readPastMoment(params.asOf);
  const tokens = await readAt(asOf, (db, now) => listTokens(db, actor, now));
  return (
    <ClientMessages namespaces={["settings", "past"]}>
      <SettingsFrame
        current="tokens"
        role={actor.role}
        asOf={asOf}
        params={params}
        actions={<CreateTokenButton />}
      >
        <TokenTable
          tokens={tokens.map((token) => ({
            ...token,
            createdAt: token.createdAt.toISOString(),
            expiresAt: token.expiresAt?.toISOString() ?? null,
            lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
            revoked: token.revokedAt !== null,
          }))}
        />
      </SettingsFrame>
    </ClientMessages>
  );
}
