import { expect, test } from "@playwright/test";
import { seriousFindings } from "./support/axe";
import { pageOf } from "./support/sign-in";

const addresses = [
  "/",
  "/decisions",
  "/inventory",
  "/inventory?view=heatmap",
  "/inventory/PLM-0041",
  "/transfers",
  "/transfers/lanes",
  "/ads",
  "/orders",
  "/orders?list=wrong",
  "/sync",
  "/sync?list=held",
  "/sync?view=accuracy",
  "/sync?view=reconciliation",
  "/sync?view=lag",
  "/sync?view=runs",
  "/alerts",
  "/catalogue",
  "/catalogue/channels",
  "/catalogue/promotions",
  "/reports",
  "/reports/decisions",
  "/imports",
  "/settings",
  "/settings/policy",
  "/settings/alerts",
];

for (const address of addresses) {
  test(`${address}: axe finds nothing serious in light and dark, and no script fails`, async ({
    browser,
  }) => {
    for (const dark of [false, true]) {
      const page = await pageOf(browser, "admin", { dark });
      const failures: string[] = [];
      page.on("pageerror", (error) => failures.push(error.message));
      const answer = await page.goto(address);
      expect(answer?.status(), address).toBe(200);
      await expect(page.locator("h1:visible")).toHaveCount(1);
      await page.waitForLoadState("load");
      expect(await seriousFindings(page), dark ? "dark" : "light").toEqual([]);
      expect(failures).toEqual([]);
      await page.context().close();
    }
  });

  test(`${address}: a phone does not scroll sideways, in Chinese`, async ({ browser }) => {
    for (const locale of ["zh-Hant", "zh-Hans"] as const) {
      const page = await pageOf(browser, "admin", { locale, phone: true });
      await page.goto(address);
      await expect(page.locator("html")).toHaveAttribute(
        "lang",
        locale === "zh-Hant" ? "zh-Hant-TW" : "zh-Hans-CN",
      );
      await expect(page.locator("h1:visible")).toHaveCount(1);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
      await page.context().close();
    }
  });
}

test("every page reads as of yesterday, says so, and nothing on it can be done", async ({ browser }) => {
  test.setTimeout(180_000);
  const page = await pageOf(browser, "admin");
  const failures: string[] = [];
  page.on("pageerror", (error) => failures.push(error.message));
  const moment = new Date(Date.now() - 86_400_000).toISOString();
  const own = ["people", "connections", "webhooks", "tokens", "audit", "company"].map(
    (one) => `/settings/${one}`,
  );
  for (const address of [...addresses, ...own].filter(
    (one) => one !== "/settings" && !one.includes("heatmap"),
  )) {
    const answer = await page.goto(`${address}${address.includes("?") ? "&" : "?"}asOf=${moment}`);
    expect(answer?.status(), address).toBe(200);
    await expect(page.getByText("You read the state of"), address).toBeVisible();
    await expect(page.locator("h1:visible"), address).toHaveCount(1);
    await expect(
      page.locator("main form:not([method=get], [action]) button[type=submit]:enabled:visible"),
      address,
    ).toHaveCount(0);
    expect(failures, address).toEqual([]);
  }
  await page.context().close();
});

test("without a session every page leads to the sign-in page and back", async ({ browser }) => {
  const { stack } = await import("./support/stack");
  const context = await browser.newContext({ baseURL: stack().address });
  const page = await context.newPage();
  await page.goto("/inventory?state=out");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Finventory%3Fstate%3Dout/);
  await context.close();
});
