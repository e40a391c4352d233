import type { Route } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { Unauthenticated } from "@/lib/core/errors";
import { say } from "@/lib/core/say";
import type { Actor } from "@/lib/services/_shared/actor";
import { readSession, type SignedIn } from "@/lib/services/session/current";

/** The session of this request, read once however many parts of the page ask. */
export const currentSession = cache(async (): Promise<SignedIn | null> => readSession(await headers()));

/** For pages and layouts: the signed-in person's session, else the way to the sign-in page and back here. */
export async function requireSession(): Promise<SignedIn> {
  const session = await currentSession();
  if (session) return session;
  const here = (await headers()).get("x-plimsoll-path");
  redirect((here ? `/sign-in?next=${encodeURIComponent(here)}` : "/sign-in") as Route);
}

/** For pages and layouts: who is signed in, else the way to the sign-in page. */
export async function requireActor(): Promise<Actor> {
  return (await requireSession()).actor;
}

/** For server actions: who is signed in. Throws Unauthenticated, so that the page can say so without losing its input. */
export async function requireActorForAction(): Promise<Actor> {
  const session = await currentSession();
  if (session) return session.actor;
  throw new Unauthenticated("Your session has ended. Sign in again; nothing was changed.", {
    say: say("api.errors.sessionEnded"),
  });
}
