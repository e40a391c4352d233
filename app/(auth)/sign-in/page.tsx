import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { currentSession } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { getDb } from "@/db/client";
import { anybodyCanSignIn } from "@/lib/services/people/list";
import { SignInForm } from "./_components/sign-in-form";
import { safeNext } from "./safe-next";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("signIn.title") };
}

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const next = safeNext((await searchParams).next);
  if (await currentSession()) redirect(next as Route);
  if (!(await anybodyCanSignIn(getDb()))) return <FirstAdmin />;
  return (
    <ClientMessages namespaces={["auth"]}>
      <SignInForm next={next} />
    </ClientMessages>
  );
}

/** An empty workspace: the way in leads over the server's own terminal, so that no passer-by becomes admin. */
async function FirstAdmin() {
  const t = await getTranslations("auth");
  return (
    <section className="card flex flex-col gap-3 p-4">
      <h1 className="text-title">{t("first.title")}</h1>
      <p>{t("first.text")}</p>
      <pre className="overflow-x-auto rounded-control bg-surface-secondary p-3 font-mono text-caption">
        npx plimsoll user add you@example.com --role admin
      </pre>
      <p className="text-muted">{t("first.then")}</p>
    </section>
  );
}
