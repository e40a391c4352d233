import { requireActor } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { getDb } from "@/db/client";
import { may } from "@/lib/services/_shared/authorise";
import { listTokens } from "@/lib/services/token/list";
import { NotYours } from "../_components/not-yours";
import { SettingsHeader } from "../_components/settings-header";
import { settingsTitle } from "../_components/settings-title";
import { CreateTokenButton } from "./_components/create-token-button";
import { TokenTable } from "./_components/token-table";

export const generateMetadata = () => settingsTitle("tokens");

export default async function TokensPage() {
  const actor = await requireActor();
  if (!may(actor.role, "token.manage"))
    return (
      <>
        <SettingsHeader current="tokens" role={actor.role} />
        <NotYours />
      </>
    );
  const tokens = await listTokens(getDb(), actor);
  return (
    <ClientMessages namespaces={["settings"]}>
      <SettingsHeader current="tokens" role={actor.role} actions={<CreateTokenButton />} />
      <TokenTable
        tokens={tokens.map((token) => ({
          ...token,
          createdAt: token.createdAt.toISOString(),
          expiresAt: token.expiresAt?.toISOString() ?? null,
          lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
          revoked: token.revokedAt !== null,
        }))}
      />
    </ClientMessages>
  );
}
