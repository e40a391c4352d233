import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ButtonLink } from "@/components/button";
import { ClientMessages } from "@/components/client-messages";
import { EmptyState } from "@/components/empty-state";
import { getDb } from "@/db/client";
import { findInvitation } from "@/lib/services/people/accept-invitation";
import { AcceptForm } from "./_components/accept-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("accept.title"), robots: { index: false } };
}

export default async function AcceptPage({ params }: PageProps<"/accept/[token]">) {
  const { token } = await params;
  const invitation = await findInvitation(getDb(), token);
  if (!invitation) {
    const t = await getTranslations("auth");
    return (
      <div className="card p-4">
        <h1 className="sr-only">{t("accept.title")}</h1>
        <EmptyState
          kind="cannotBeKnown"
          title={t("accept.closedTitle")}
          text={t("errors.linkClosed")}
          action={<ButtonLink href="/sign-in">{t("accept.toSignIn")}</ButtonLink>}
        />
      </div>
    );
  }
  const { email, name, known } = invitation;
  return (
    <ClientMessages namespaces={["auth"]}>
      <AcceptForm token={token} email={email} name={name ?? ""} known={known} />
    </ClientMessages>
  );
}
