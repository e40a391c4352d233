import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "@playwright/test";

/** Chromium with one page of the application, signed in. */
export async function openPage(address: string, cookie: string): Promise<{ browser: Browser; page: Page }> {
  const browser = await chromium.launch({
    executablePath: process.env.PLIMSOLL_CHROMIUM ?? installedChromium(),
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const [name = "", value = ""] = cookie.split(/=(.*)/s);
  await context.addCookies([{ name, value, url: address }]);
  return { browser, page: await context.newPage() };
}

/** Milliseconds from `send` to the moment when the page's main part shows a text. Null: refused, or not in time. */
export async function untilShown(
  page: Page,
  text: string,
  patienceMs: number,
  send: () => Promise<boolean>,
): Promise<number | null> {
  // As text: what the compiler adds to functions is not there in the browser.
  const shown = page.evaluate(`new Promise((resolve) => {
    const main = document.querySelector("main") ?? document.body;
    const done = (at) => {
      clearTimeout(timer);
      observer.disconnect();
      resolve(at);
    };
    const look = () => main.textContent.includes(${JSON.stringify(text)}) && done(Date.now());
    const observer = new MutationObserver(look);
    const timer = setTimeout(() => done(null), ${patienceMs});
    observer.observe(main, { subtree: true, childList: true, characterData: true });
  })`) as Promise<number | null>;
  shown.catch(() => null);
  const sentAt = Date.now();
  if (!(await send().catch(() => false))) return null;
  const at = await shown;
  return at === null ? null : at - sentAt;
}

const installedChromium = (): string | undefined =>
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
    existsSync(path),
  );
