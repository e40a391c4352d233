import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { currentSession } from "@/app/_edge/require-actor";
import { ClientMessages } from "@/components/client-messages";
import { getDb } from "@/db/client";
import { anybodyThere } from "@/lib/services/people/create-first-admin";
import { SignInForm } from "./_components/sign-in-form";
import { safeNext } from "./safe-next";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("signIn.title") };
}

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const next = safeNext((await searchParams).next);
  if (await currentSession()) redirect(next as Route);
  if (!(await anybodyThere(getDb()))) redirect("/first-run");
  return (
    <ClientMessages namespaces={["auth"]}>
      <SignInForm next={next} />
    </ClientMessages>
  );
}
