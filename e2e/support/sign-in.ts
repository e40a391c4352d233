import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { awake } from "./awake";
import { signInOf, stack } from "./stack";

interface Look {
  locale?: "en" | "zh-Hant" | "zh-Hans";
  dark?: boolean;
  phone?: boolean;
}

/** A page of a person of the sample company, signed in through the form once a run and by its cookie after that. */
export async function pageOf(browser: Browser, role: string, look: Look = {}): Promise<Page> {
  const context = await browser.newContext({
    baseURL: stack().address,
    storageState: await sessionOf(browser, role),
    colorScheme: look.dark ? "dark" : "light",
    viewport: look.phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    hasTouch: look.phone ?? false,
  });
  await context.addCookies([{ name: "plimsoll_locale", value: look.locale ?? "en", url: stack().address }]);
  return awake(await context.newPage());
}

/** Fills the sign-in form and waits for the page behind it. */
export async function signIn(page: Page, role: string): Promise<void> {
  const person = signInOf(role);
  await page.goto("/sign-in");
  await page.locator("input[type=email]").fill(person.email);
  await page.locator("input[type=password]").fill(person.password);
  await page.locator("button[type=submit]").click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

/** Kept beside the run's data: a failed journey gets a new process, and signing in anew each time would meet the limit on tries. */
async function sessionOf(browser: Browser, role: string): Promise<string> {
  const file = join(stack().dataDir, `session-${role}.json`);
  if (!existsSync(file)) {
    const context = await browser.newContext({ baseURL: stack().address });
    await signIn(awake(await context.newPage()), role);
    await context.storageState({ path: file });
    await context.close();
  }
  return file;
}
