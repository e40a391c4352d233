import { expect, type Page, test } from "@playwright/test";
import { openDecisions } from "./support/decisions";
import { pageOf } from "./support/sign-in";

const pages = [
  "/",
  "/decisions",
  "/decisions?tab=done",
  "/inventory",
  "/inventory?view=heatmap",
  "/transfers",
  "/transfers?tab=way",
  "/ads",
  "/orders",
  "/sync",
  "/sync?list=held",
  "/sync?view=accuracy",
  "/sync?view=reconciliation",
  "/sync?view=lag",
  "/alerts",
  "/catalogue",
  "/catalogue/channels",
  "/catalogue/promotions",
  "/reports",
  "/reports/decisions",
  "/imports",
  "/settings",
  "/settings/people",
  "/settings/policy",
  "/settings/connections",
  "/settings/tokens",
  "/settings/audit",
  "/settings/company",
  "/settings/alerts",
];
const titles = {
  "zh-Hant": { tag: "zh-Hant-TW", decisions: "決策", other: /[们这应为销选现]/ },
  "zh-Hans": { tag: "zh-Hans-CN", decisions: "决策", other: /[們這應為銷選現]/ },
} as const;

/** Texts that are the key of a message instead of the message. */
const keysShown = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = (node.textContent ?? "").trim();
      const hidden = node.parentElement?.closest("script, style, code, noscript");
      if (!hidden && /^[a-z][\w-]*(\.[\w-]+)+$/i.test(text) && !/^[\w.-]+\.(csv|com|tw|example)$/.test(text))
        found.push(text);
    }
    return found;
  });

for (const locale of ["zh-Hant", "zh-Hans"] as const) {
  test(`${locale}: every page speaks it, without keys and without the other writing`, async ({ browser }) => {
    const page = await pageOf(browser, "admin", { locale });
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (/MISSING_MESSAGE|FORMATTING_ERROR|INVALID_MESSAGE/.test(message.text()))
        complaints.push(message.text());
    });
    const [decision] = await openDecisions("shortage");
    for (const address of [...pages, `/decisions?id=${decision?.id}`, `/inventory/${decision?.sku}`]) {
      await page.goto(address);
      await expect(page.locator("html")).toHaveAttribute("lang", titles[locale].tag);
      await expect(page.locator("h1").first()).toContainText(/[\u4e00-\u9fff]|PLM-|TO-/);
      await page.waitForLoadState("load");
      expect(await keysShown(page), address).toEqual([]);
      const words = await page.locator("nav, h1, h2, button, th, label").allInnerTexts();
      expect(
        words.filter((word) => titles[locale].other.test(word)),
        address,
      ).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });
}

test("the language that a person chooses stays, on the next page and after the next start", async ({
  browser,
}) => {
  const page = await pageOf(browser, "manager");
  await page.goto("/");
  for (const [name, locale] of [
    ["繁體中文", "zh-Hant"],
    ["简体中文", "zh-Hans"],
  ] as const) {
    await page.getByRole("button", { name: /^(Language|語言|语言)$/ }).click();
    await page.getByRole("menuitemradio", { name }).or(page.getByRole("menuitem", { name })).click();
    await expect(page.locator("html")).toHaveAttribute("lang", titles[locale].tag);
    await page.goto("/decisions");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(titles[locale].decisions);
    await page.reload();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(titles[locale].decisions);
    await page.goto("/");
  }
  const again = await page.context().newPage();
  await again.goto("/decisions");
  await expect(again.locator("html")).toHaveAttribute("lang", titles["zh-Hans"].tag);
});
