import { expect, type Locator, type Page, test } from "@playwright/test";
import { connect } from "@/db/client";
import { seriousFindings } from "./support/axe";
import { pageOf } from "./support/sign-in";
import { stack } from "./support/stack";

/** Set-up that no page offers: a source that fell silent a while ago, and which SKU to take. */
async function asOwner<Result>(run: (owner: ReturnType<typeof connect>) => Promise<Result>): Promise<Result> {
  const owner = connect(stack().ownerUrl, { max: 1, role: "owner" });
  try {
    return await run(owner);
  } finally {
    await owner.end();
  }
}

const bellOf = (page: Page): Locator => page.getByRole("button", { name: /in the bell:/ });

test("a source that fell silent is seen in the bell, snoozed by keyboard, taken back, and ends in the list", async ({
  browser,
}) => {
  const page = await pageOf(browser, "operator");
  await page.goto("/alerts");
  await expect(page.getByRole("heading", { level: 1, name: "Alerts" })).toBeVisible();
  await asOwner(
    (owner) => owner`
      insert into connection (key, vendor, name, lag_limit_seconds, last_confirmed_at)
      values ('journey-till', 'api', 'Journey till', 600, now() - interval '95 minutes')`,
  );

  await test.step("an admin puts the rules in force, which has everything looked at anew", async () => {
    const admin = await pageOf(browser, "admin");
    await admin.goto("/settings/alerts");
    await expect(admin.getByText("PLIMSOLL_SMTP_URL and PLIMSOLL_SMTP_FROM missing").first()).toBeVisible();
    expect(await seriousFindings(admin)).toEqual([]);
    await admin.getByLabel("A source is late after").fill("0");
    await admin.getByRole("button", { name: "Put in force" }).click();
    await expect(
      admin
        .getByText("The least is 1")
        .or(admin.getByText(/at least 1/i))
        .first(),
    ).toBeVisible();
    await admin.getByLabel("A source is late after").fill("20");
    await admin.getByLabel("Why").fill("Journey");
    await admin.getByRole("button", { name: "Put in force" }).click();
    await expect(admin.getByRole("table", { name: "Versions of these rules" })).toContainText("Journey");
    await admin.context().close();
  });

  const row = page
    .getByRole("listitem")
    .filter({ hasText: "Journey till is late" })
    .and(page.locator("[data-alert]"));
  await test.step("it appears while the page is open, in the bell and in the list", async () => {
    await expect(row).toBeVisible({ timeout: 120_000 });
    await bellOf(page).click();
    await expect(page.getByRole("link", { name: /Journey till is late/ })).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press("Escape");
  });

  await test.step("it is snoozed by keyboard, says until when, and is taken back", async () => {
    await row.focus();
    const menu = page.getByRole("menuitem", { name: /For 1 hour/ });
    await expect(async () => {
      await page.keyboard.press("s");
      await expect(menu.and(page.locator(":visible"))).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await page.keyboard.press("Enter");
    await expect(row).toContainText(/Snoozed by .+ until/);
    await page.goto("/alerts?state=snoozed");
    await expect(row).toContainText(/Snoozed by .+ until/);
    await row.getByRole("button", { name: /Take back/ }).click();
    await expect(row.getByRole("button", { name: /Acknowledge/ })).toBeVisible();
    await page.goto("/alerts");
    await expect(row.getByRole("button", { name: /Acknowledge/ })).toBeVisible();
  });

  await test.step("a manager sees it and may not decide it; in Chinese it fits a phone", async () => {
    const manager = await pageOf(browser, "manager", { phone: true, locale: "zh-Hant", dark: true });
    await manager.goto("/alerts");
    await expect(manager.locator("[data-alert]").filter({ hasText: "Journey till" })).toBeVisible();
    await expect(manager.locator("[data-alert]").getByRole("button")).toHaveCount(0);
    const overflow = await manager.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect(await seriousFindings(manager)).toEqual([]);
    await manager.context().close();
  });

  await row.getByRole("button", { name: /Acknowledge/ }).click();
  await expect(row).toContainText(/Acknowledged by/);
  await asOwner((owner) => owner`update connection set state = 'disconnected' where key = 'journey-till'`);
  await page.context().close();
});

test("a buffer of one SKU on one channel changes what can be sold there, the difference follows, and it is taken back", async ({
  browser,
}) => {
  const [listing] = await asOwner(
    (owner) => owner<{ code: string; channel: string }[]>`
      select s.code, c.name as channel from listing l join sku s on s.id = l.sku_id join channel c on c.id = l.channel_id
      where l.state = 'active' and l.available_to_sell_units > 50 and l.published_units > 50
      order by l.available_to_sell_units desc, l.id limit 1`,
  );
  if (!listing) throw new Error("The sample company has no listing with more than 50 units to sell.");
  const page = await pageOf(browser, "operator");
  await page.goto(`/inventory/${encodeURIComponent(listing.code)}`);
  const row = page
    .getByRole("table", { name: "Channels" })
    .getByRole("row")
    .filter({ hasText: listing.channel });
  const cell = (index: number) => row.getByRole("cell").nth(index);
  const how = page
    .getByRole("table", { name: "Available to sell" })
    .getByRole("row")
    .filter({ hasText: listing.channel });

  const open = how.getByRole("button", { name: `Change what is kept back on ${listing.channel}` });
  const sheet = page.getByRole("dialog");
  await expect(async () => {
    await open.click();
    await expect(sheet).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await sheet.getByLabel("Buffer").fill("1,000,000");
  expect(await seriousFindings(page)).toEqual([]);
  await sheet.getByRole("button", { name: "Save rule" }).click();
  await expect(how).toContainText("− buffer 1,000,000 (this SKU here)");
  await expect(how).toContainText("= 0");
  await expect(cell(2)).toHaveText("0", { timeout: 60_000 });
  await expect(async () => {
    const published = await cell(1).textContent();
    await expect(cell(3)).toHaveText(`+${published}`, { timeout: 1_000 });
  }).toPass();
  await expect(how).toContainText("Oversell risk");

  await page.getByRole("button", { name: "Take back" }).click();
  await expect(how).not.toContainText("this SKU here");
  await expect(cell(2)).not.toHaveText("0", { timeout: 60_000 });
  await page.context().close();
});
