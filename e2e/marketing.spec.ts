import { expect, test } from "@playwright/test";
import { apiAs } from "./support/api";
import { mainButton, openCard, openEmptyAd, warehouseOf } from "./support/decisions";
import { spentAtPlatform, stateAtPlatform } from "./support/sandbox";
import { pageOf } from "./support/sign-in";

test("marketing pauses an ad on an empty SKU; it resumes by itself once the SKU is back", async ({
  browser,
}) => {
  const { id, sku, connection, externalId, level } = await openEmptyAd();
  const page = await pageOf(browser, "marketing");

  await test.step("the pause is approved, sent and proved", async () => {
    const card = await openCard(page, id);
    await expect(card.getByRole("heading").first()).toContainText("is sold out");
    await expect(mainButton(card)).toHaveText(/^Pause \d+ ads?$/);
    await mainButton(card).click();
    await expect(page.getByText(/Approved: Pause /).first()).toBeVisible();
    await openCard(page, id);
    await expect(page.getByRole("article").getByText("Done", { exact: true }).first()).toBeVisible({
      timeout: 60_000,
    });
    expect(await stateAtPlatform(connection, level, externalId)).toBe("paused");
    await page.goto(`/ads?list=paused_by_us&q=${sku}`);
    await expect(page.getByRole("row").filter({ hasText: sku }).first()).toContainText("Paused by Plimsoll");
  });
  const spentWhenPaused = await spentAtPlatform(connection, externalId);

  await test.step("an administrator lets ads switch back without a wait", async () => {
    const admin = await pageOf(browser, "admin");
    await admin.goto("/settings/policy");
    await admin.getByLabel("Time between switches").fill("0");
    await admin.getByLabel("Why without a back-test").fill("journey");
    await admin.getByRole("button", { name: "Put in force" }).click();
    await expect(admin.getByText(/Version \d+ is in force/)).toBeVisible({ timeout: 30_000 });
    await admin.context().close();
  });

  await test.step("nothing was spent meanwhile", async () => {
    expect(await spentAtPlatform(connection, externalId)).toBe(spentWhenPaused);
  });

  await test.step("the SKU arrives, and the ad runs again without anybody's click", async () => {
    const warehouse = await apiAs("operator");
    for (const location of Object.keys(warehouseOf)) {
      const receipt = {
        sku,
        location,
        delta: 5_000,
        reason: "receipt",
        eventId: `journey-${sku}-${location}`,
      };
      expect((await warehouse.post("records/stock", receipt)).status).toBe(200);
    }
    await expect
      .poll(() => stateAtPlatform(connection, level, externalId), { timeout: 60_000 })
      .toBe("enabled");
    await expect(async () => {
      await page.goto(`/ads?list=running&q=${sku}`);
      await expect(page.getByRole("row").filter({ hasText: sku }).first()).toContainText("Running", {
        timeout: 2_000,
      });
    }).toPass({ timeout: 60_000 });
    await page.goto(`/decisions?tab=done&q=${sku}`);
    await expect(page.getByRole("region", { name: "Queue" })).toContainText("ad can run again");
    await expect(page.getByRole("region", { name: "Queue" })).toContainText(/Policy \d+/);
  });
});
