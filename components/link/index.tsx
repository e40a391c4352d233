"use client";

import type { Route } from "next";
import Link from "next/link";
import type { ComponentProps } from "react";
import { usePastMoment } from "@/components/past/moment";
import { thenHref } from "@/components/past/read-moment";

export type AppLinkProps = Omit<ComponentProps<typeof Link>, "href"> & { href: string };

/**
 * A link whose address is computed, for example a saved filter. Fixed addresses use next/link, which checks them. Nothing is
 * fetched before it is pressed: pages are live, and each refresh would fetch all that can be seen from it once more. On a page
 * that is read as of a moment it leads to the same moment.
 */
export function AppLink({ href, ...rest }: AppLinkProps) {
  return <Link href={thenHref(href, usePastMoment()) as Route} prefetch={false} {...rest} />;
}
