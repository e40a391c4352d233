import { expect, type Page, test } from "@playwright/test";
import { connect } from "@/db/client";
import { startShopify } from "@/sandbox/live/shopify/start";
import { seriousFindings } from "./support/axe";
import { pageOf } from "./support/sign-in";
import { stack } from "./support/stack";

/** Tells one run from the next, so that it can be repeated on a stack that is kept. */
const tag = Date.now().toString(36);
const domain = `journey-${tag}.myshopify.com`;
const key = `journey-${tag}`;
const name = `Journey shop ${tag}`;
const numbers = { past: `#${tag}-1`, placed: `#${tag}-2`, repaired: `#${tag}-3` };
const credentials = { clientId: "journey-app", clientSecret: "the journey's own app secret" };
const place = `Quay ${tag}`;
const drifting = `LAMP-${tag}`;
const untracked = `CARD-${tag}`;
/** A number that no order here may have. */
const endless = `#${tag}-${"X".repeat(250)}`;
const dayMs = 86_400_000;

type Shop = Awaited<ReturnType<typeof startShopify>>;
let shop: Shop;
/** How far in the past the shop's clock stands. */
let behindMs = 30 * dayMs;

test.beforeAll(async () => {
  shop = await startShopify({
    shop: domain,
    currency: "USD",
    timeZone: "UTC",
    country: "US",
    ...credentials,
    locations: [{ name: place, country: "US" }],
    products: [
      { title: "Lamp", variants: [{ sku: drifting, priceMinor: 2500 }] },
      { title: "Card", variants: [{ sku: untracked, priceMinor: 300, tracked: false }] },
    ],
    bulkSeconds: 1,
    now: () => new Date(Date.now() - behindMs),
  });
  order(numbers.past, untracked, 1);
  behindMs = 0;
});
test.afterAll(() => shop.stop());
// It waits for polls and readings one after the other.
test.setTimeout(600_000);

function order(number: string, sku: string, quantity: number): void {
  shop.placeOrder({
    number,
    placedAt: new Date(Date.now() - behindMs),
    currency: "USD",
    customer: "77",
    country: "US",
    lines: [{ sku, title: sku, quantity, unitPriceMinor: 300 }],
    discountMinor: 0,
    taxMinor: 0,
    shippingMinor: 0,
  });
}

/** The list of orders narrowed to one number. */
const ordersOf = (number: string) => `/orders?q=${encodeURIComponent(number)}`;
const orderRow = (page: Page, number: string) => page.getByRole("row").filter({ hasText: number });

/** Loads a page until it shows something; what is on its way needs a worker that many share. */
async function openUntil(page: Page, address: string, shows: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.goto(address);
    await shows();
  }).toPass({ timeout: 180_000 });
}

test("an admin connects a shop, sees its orders arrive, sets a quantity right and repairs a record", async ({
  browser,
}) => {
  const page = await pageOf(browser, "admin");

  await test.step("wrong credentials are named and nothing is kept", async () => {
    await page.goto("/settings/connections?connect=shopify");
    const sheet = page.getByRole("dialog", { name: "Connect Shopify" });
    await sheet.getByLabel("Shop", { exact: true }).fill(domain);
    await sheet.getByLabel("Client id").fill(credentials.clientId);
    await sheet.getByLabel("Client secret").fill("not the secret");
    await sheet.getByLabel("Name here").fill(name);
    await sheet.getByLabel("Key", { exact: true }).fill(key);
    await sheet.getByLabel("This account keeps the stock of its places").check();
    await sheet.getByText("Test or simulated system").click();
    await sheet.getByLabel("Other API address").fill(shop.origin);
    await sheet.getByLabel("May lie inside the own network").check();
    await sheet.getByRole("button", { name: "Connect Shopify" }).click();
    await expect(sheet.getByRole("alert")).toContainText("does not accept these credentials");
    expect(await seriousFindings(page)).toEqual([]);
    await sheet.getByLabel("Client secret").fill(credentials.clientSecret);
    await sheet.getByRole("button", { name: "Connect Shopify" }).click();
    await page.getByRole("link", { name: `Open ${name}` }).click();
    await page.waitForURL(`**/settings/connections/${key}`);
  });

  await test.step("its page shows every stream, and the past comes in", async () => {
    const streams = page.getByRole("table", { name: "Streams" });
    await expect(streams.getByRole("row").filter({ hasText: "Orders" })).toHaveCount(1);
    for (const stream of ["Products", "Locations", "Stock", "Listings", "Orders"])
      await expect(streams.getByRole("row").filter({ hasText: stream })).toContainText("Fresh", {
        timeout: 180_000,
      });
    await page.reload();
    const mine = page.getByRole("table", { name: "Places" }).getByRole("row").filter({ hasText: place });
    await expect(mine.getByRole("combobox", { name: `Stock of ${place}` })).toHaveValue("keeps");
    expect(await seriousFindings(page)).toEqual([]);
    await openUntil(page, ordersOf(numbers.past), () =>
      expect(orderRow(page, numbers.past)).toHaveCount(1, { timeout: 5_000 }),
    );
  });

  await test.step("an order placed at the shop appears on the open page", async () => {
    await page.goto(ordersOf(numbers.placed));
    await expect(page.getByText("Nothing matches")).toBeVisible();
    order(numbers.placed, untracked, 2);
    await expect(orderRow(page, numbers.placed)).toHaveCount(1, { timeout: 180_000 });
  });

  await test.step("a drifting listing is pushed, and the shop shows the right quantity", async () => {
    // What is held back for the channel is more than the shop has, so it may show nothing of it.
    const owner = connect(stack().ownerUrl, { max: 1, role: "owner" });
    await owner`update channel set buffer_units = 1000 where code = ${domain}`;
    await owner.end();
    shop.setStock(drifting, place, 40);
    const push = page.getByRole("button", { name: new RegExp(`Push 0 of ${drifting}`) });
    await openUntil(page, `/sync?list=drift&q=${drifting}`, () =>
      expect(push).toBeVisible({ timeout: 5_000 }),
    );
    expect(await seriousFindings(page)).toEqual([]);
    await push.click();
    await expect.poll(() => shop.stockOf(drifting, place), { timeout: 180_000 }).toBe(0);
    await openUntil(page, `/sync?list=drift&q=${drifting}`, () =>
      expect(page.getByText("Nothing matches")).toBeVisible({ timeout: 5_000 }),
    );
    await openUntil(page, "/settings/audit?verb=action.verified", () =>
      expect(
        page.getByRole("grid").getByRole("row").filter({ hasText: "Action verified" }).first(),
      ).toBeVisible({
        timeout: 5_000,
      }),
    );
  });

  await test.step("a record that cannot be taken is repaired and replayed", async () => {
    order(endless, untracked, 3);
    const letter = page.getByRole("grid").getByRole("row").filter({ hasText: name }).getByRole("link");
    await openUntil(page, "/sync?list=dead&kind=orders", () =>
      expect(letter.first()).toBeVisible({ timeout: 5_000 }),
    );
    expect(await seriousFindings(page)).toEqual([]);
    await letter.first().click();
    await page.getByRole("dialog").getByLabel("Order number").fill(numbers.repaired);
    await page.getByRole("button", { name: "Save and replay" }).click();
    await expect(page.getByRole("dialog").getByText("On its way again.")).toBeVisible();
    await openUntil(page, ordersOf(numbers.repaired), () =>
      expect(orderRow(page, numbers.repaired)).toHaveCount(1, { timeout: 5_000 }),
    );
  });

  await test.step("it is disconnected, after a look at what stays and what goes", async () => {
    await page.goto(`/settings/connections/${key}?sheet=disconnect`);
    const sheet = page.getByRole("dialog", { name: `Disconnect ${name}` });
    await expect(sheet).toContainText("3 orders");
    await sheet.getByRole("button", { name: `Disconnect ${name}` }).click();
    await expect(page.getByRole("link", { name: "Reconnect", exact: true })).toBeVisible();
  });
});
