import { expect, test } from "@playwright/test";
import { seriousFindings } from "./support/axe";
import { pageOf } from "./support/sign-in";

test("an admin reads the log of an endpoint, and replaces its signing secret without a gap", async ({
  browser,
}) => {
  const page = await pageOf(browser, "admin");
  await page.goto("/settings/webhooks");
  await page.getByRole("link", { name: "Warehouse system US" }).click();
  await expect(page.getByRole("heading", { name: "Messages to Warehouse system US" })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole("rowheader").first().click();
  await expect(page.getByRole("dialog")).toContainText("Attempt 1");
  expect(await seriousFindings(page)).toEqual([]);

  // An endpoint of its own: what is replaced here must not cut the others off.
  await page.goto("/settings/connections");
  await page.getByRole("button", { name: "Add connection" }).click();
  await page.getByLabel("Key").fill("journey-endpoint");
  await page.getByLabel("Name").fill("Journey endpoint");
  await page.getByLabel("Base address").fill("https://endpoint.example/hooks");
  await page.getByRole("dialog").getByRole("button", { name: "Add connection" }).click();
  await expect(page.getByRole("dialog")).toContainText("whsec_");

  await page.goto("/settings/webhooks");
  await page.getByRole("button", { name: "Replace the signing secret of Journey endpoint" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("The old one still holds for").fill("2");
  await sheet.getByRole("button", { name: "Replace signing secret" }).click();
  await expect(sheet).toContainText("whsec_");
  await expect(sheet.getByRole("button", { name: "End former secret now" })).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await sheet.getByRole("button", { name: "End former secret now" }).click();
  await expect(sheet.getByRole("button", { name: "End former secret now" })).toHaveCount(0);
  await page.context().close();
});

test("the log fits a phone in Chinese, and a manager is not let in", async ({ browser }) => {
  for (const locale of ["zh-Hant", "zh-Hans"] as const) {
    const page = await pageOf(browser, "admin", { locale, phone: true, dark: locale === "zh-Hans" });
    for (const address of ["/settings/webhooks", "/settings/webhooks/wms-us"]) {
      await page.goto(address);
      await expect(page.locator("h1:visible")).toHaveCount(1);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, address).toBeLessThanOrEqual(0);
      expect(await seriousFindings(page), `${address} ${locale}`).toEqual([]);
    }
    await page.context().close();
  }
  const manager = await pageOf(browser, "manager");
  for (const address of ["/settings/webhooks", "/settings/webhooks/wms-us"]) {
    await manager.goto(address);
    await expect(manager.getByText("This page belongs to another role")).toBeVisible();
  }
  expect((await manager.request.get("/api/pages/deliveries/wms-us")).status()).toBe(403);
  await manager.context().close();
});
