import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { MergedMessages } from "./merged-messages";

/**
 * Hands the named message namespaces to the client components below it, on top of those of its parents.
 * A page wraps its client part in this, so that no page ships another page's words.
 */
export async function ClientMessages({
  namespaces,
  children,
}: {
  namespaces: string[];
  children: ReactNode;
}) {
  const all = await getMessages();
  const wanted = Object.fromEntries(Object.entries(all).filter(([name]) => namespaces.includes(name)));
  return <MergedMessages messages={wanted}>{children}</MergedMessages>;
}
