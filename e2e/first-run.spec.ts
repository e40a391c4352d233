import { type Browser, expect, test } from "@playwright/test";
import { awake } from "./support/awake";
import { seriousFindings } from "./support/axe";
import { startStack } from "./support/start-stack";

/** A workspace of its own with nobody in it. */
let empty: Awaited<ReturnType<typeof startStack>>;
test.beforeAll(async () => {
  empty = await startStack({ empty: true });
});
test.afterAll(() => empty.stop());

const titles = { en: "Make the first admin", "zh-Hant": "建立第一位管理員", "zh-Hans": "创建第一位管理员" };
type Language = keyof typeof titles;

async function visitor(browser: Browser, language: Language, look: { dark?: boolean; phone?: boolean } = {}) {
  const context = await browser.newContext({
    baseURL: empty.stack.address,
    colorScheme: look.dark ? "dark" : "light",
    viewport: look.phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
  });
  await context.addCookies([{ name: "plimsoll_locale", value: language, url: empty.stack.address }]);
  return awake(await context.newPage());
}

test("an empty workspace leads everybody to making the first admin, which needs the code on the terminal and works once", async ({
  browser,
}) => {
  for (const language of ["en", "zh-Hant", "zh-Hans"] as const) {
    const page = await visitor(browser, language, { phone: language !== "en", dark: language === "zh-Hans" });
    for (const address of ["/", "/decisions?state=open", "/sign-in"]) {
      await page.goto(address);
      await expect(page).toHaveURL(/\/first-run$/);
    }
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(titles[language]);
    expect(await seriousFindings(page), language).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, language).toBeLessThanOrEqual(0);
    await page.context().close();
  }

  const page = await visitor(browser, "en");
  await page.goto("/");
  const code = /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/.exec(empty.printed)?.[0] ?? "";
  await page.getByLabel("Set-up code").fill("0000-0000-0000-0000");
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("E-mail address").fill("ada@example.com");
  await page.getByLabel("New password").fill("four unrelated words");
  await page.getByLabel("Company").fill("Mill");
  await page.getByLabel("Currency").selectOption("EUR");
  await page.getByRole("button", { name: "Make admin and sign in" }).click();
  await expect(page.getByText("Not the code on the terminal.")).toBeVisible();
  await expect(page.getByLabel("Your name")).toHaveValue("Ada");

  await page.getByLabel("Set-up code").fill(code.toLowerCase());
  await page.getByRole("button", { name: "Make admin and sign in" }).click();
  await expect(page).toHaveURL(`${empty.stack.address}/`);
  await page.goto("/settings/company");
  await expect(page.getByLabel("Name")).toHaveValue("Mill");

  expect((await page.goto("/first-run"))?.status()).toBe(404);
  const later = await visitor(browser, "en");
  expect((await later.goto("/first-run"))?.status()).toBe(404);
  await later.goto("/");
  await expect(later).toHaveURL(/\/sign-in\?next=/);
  await later.context().close();
  await page.context().close();
});
