import { expect, type Page, test } from "@playwright/test";
import { connect } from "@/db/client";
import { apiAs } from "./support/api";
import { seriousFindings } from "./support/axe";
import { pageOf } from "./support/sign-in";
import { stack } from "./support/stack";

/** Tells one run from the next, so that it can be repeated on a stack that is kept. */
const tag = Date.now().toString(36).toUpperCase();
const word = `BEING-PACKED-${tag}`;
const numbers = {
  wrong: `TRUST-${tag}-1`,
  right: `TRUST-${tag}-2`,
  half: `TRUST-${tag}-3`,
  packed: `TRUST-${tag}-4`,
  packedToo: `TRUST-${tag}-5`,
  live: `TRUST-${tag}-6`,
};
let shop: { code: string; currency: string; connectionId: number; location: string; sku: string };

test.setTimeout(600_000);

test.beforeAll(async () => {
  const owner = connect(stack().ownerUrl, { max: 1, role: "owner" });
  const [found] = await owner<(typeof shop)[]>`
    select c.code, c.currency, c.connection_id as "connectionId", l.code as location, s.code as sku
    from channel c join channel_location w on w.channel_id = c.id join location l on l.id = w.location_id
    join listing i on i.channel_id = c.id and i.state = 'active' join sku s on s.id = i.sku_id
    where c.active and c.connection_id is not null and c.currency = 'EUR' order by c.id, i.id, l.id limit 1`;
  if (!found) throw new Error("The sample company has no channel that sells in euros.");
  shop = found;
  for (const [number, change, field, value, code] of [
    [numbers.half, { lines: [lineOf("1.5")] }, "lines.0.quantity", "1.5", "not_whole"],
    [numbers.packed, { state: word }, "state", word, "not_a_choice"],
    [numbers.packedToo, { state: word }, "state", word, "not_a_choice"],
  ] as const) {
    const fields = { ...orderOf(number), ...change };
    await owner`
      insert into inbox_record (connection_id, kind, event_id, external_id, raw, fields, state, reason, code, field, value)
      values (${shop.connectionId}, 'orders', ${`${number}@1`}, ${number}, ${owner.json({ number })}, ${owner.json(fields)}, 'rejected',
        ${`${field} cannot be taken`}, ${code}, ${field}, ${value})`;
  }
  await owner.end();
  const api = await apiAs("operator");
  for (const number of [numbers.wrong, numbers.right]) {
    const order = { ...orderOf(number), total: "10.00", lines: [lineOf(20)] };
    expect((await api.post("records/orders?source=journey-trust", order)).status).toBe(200);
  }
});

const lineOf = (quantity: number | string) => ({ lineNo: 1, sku: shop.sku, quantity, unitPrice: "5.00" });
const orderOf = (orderNumber: string) => ({
  orderNumber,
  placedAt: new Date(Date.now() - 600_000).toISOString(),
  channel: shop.code,
  location: shop.location,
  currency: shop.currency,
  customer: "C-1",
  state: "open",
  lines: [lineOf(2)],
});

/** Loads a page until it shows something; what is on its way needs a worker that many share. */
async function openUntil(page: Page, address: string, shows: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.goto(address);
    await shows();
  }).toPass({ timeout: 180_000 });
}

const row = (page: Page, text: string) => page.getByRole("grid").getByRole("row").filter({ hasText: text });
const arrived = (page: Page, number: string) =>
  openUntil(page, `/orders?q=${number}`, () => expect(row(page, number)).toHaveCount(1, { timeout: 5_000 }));

test("an operator sees whether what is here is right, and sets right what is not", async ({ browser }) => {
  const page = await pageOf(browser, "operator");
  const sheet = page.getByRole("dialog");

  await test.step("a held order shows the sum that does not come out, and is decided", async () => {
    await page.goto(`/sync?list=held&q=${numbers.wrong}`);
    await expect(row(page, numbers.wrong)).toContainText("2, not 20");
    await row(page, numbers.wrong).getByRole("link").click();
    await expect(sheet).toContainText("20 × 5.00");
    await expect(sheet).toContainText("2 instead of 20 in line 1 would add up.");
    expect(await seriousFindings(page)).toEqual([]);
    await sheet.getByLabel("Note").fill("Keyed twice");
    await sheet.getByRole("button", { name: "Order is wrong, ask source" }).click();
    await expect(sheet.getByRole("status")).toContainText(numbers.wrong);
    await openUntil(page, `/sync?list=held&q=${numbers.wrong}`, () =>
      expect(row(page, numbers.wrong)).toContainText("Wrong, source asked", { timeout: 5_000 }),
    );
  });

  await test.step("the order itself says why it is held, and can be released there", async () => {
    await page.goto(`/orders?q=${numbers.right}`);
    await row(page, numbers.right).getByRole("link").click();
    await expect(sheet).toContainText("Total the source says");
    await sheet.getByRole("button", { name: "Order is right" }).click();
    await expect(sheet.getByRole("status")).toContainText("not held any more");
    await openUntil(page, `/sync?list=held&q=${numbers.right}`, () =>
      expect(page.getByText("Nothing matches")).toBeVisible({ timeout: 5_000 }),
    );
  });

  await test.step("a figure of accuracy leads to the orders behind it, with both versions side by side", async () => {
    await page.goto("/sync?view=accuracy");
    const fields = page.getByRole("table", { name: "By field" });
    await fields.getByRole("link", { name: "Quantity", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Orders that were wrong: Quantity" })).toBeVisible();
    const behind = page.getByRole("grid").getByRole("row").filter({ hasText: "Quantity: we have" });
    await behind.first().getByRole("link").click();
    const versions = sheet.getByRole("table", { name: "The order here and at its source" });
    await expect(versions.getByRole("row").filter({ hasText: "Quantity, line" }).first()).toContainText(
      "differs",
    );
    expect(await seriousFindings(page)).toEqual([]);
    const csv = await page.request.get("/api/pages/sync/accuracy/csv?days=28");
    expect(await csv.text()).toContain("quantity");
  });

  await test.step("hours, lag and readings are parts of the page, each with its address", async () => {
    await page.goto("/sync");
    for (const [part, shows] of [
      ["Reconciliation", "By source and time"],
      ["Lag", "Test event every minute"],
      ["Runs", "Newest readings"],
    ] as const) {
      await page.getByRole("link", { name: part, exact: true }).click();
      await expect(page.getByText(shows).first()).toBeVisible();
    }
  });

  await test.step("a dead letter is repaired in its form and replayed", async () => {
    await page.goto("/sync?list=dead");
    await row(page, numbers.half).getByRole("link").click();
    await expect(sheet.getByLabel("Quantity")).toHaveValue("1.5");
    await expect(sheet.getByLabel("Quantity")).toHaveAttribute("aria-invalid", "true");
    await sheet.getByLabel("Quantity").fill("2");
    await sheet.getByRole("button", { name: "As JSON" }).click();
    await expect(sheet.getByLabel("As it was read")).toHaveValue(/"quantity": "2"/);
    await sheet.getByRole("button", { name: "As fields" }).click();
    expect(await seriousFindings(page)).toEqual([]);
    await sheet.getByRole("button", { name: "Save and replay" }).click();
    await expect(sheet.getByText("On its way again.")).toBeVisible();
    await arrived(page, numbers.half);
  });

  await test.step("a word that the source uses is mapped once, and all that waited for it go on", async () => {
    await page.goto("/sync?list=dead");
    await row(page, numbers.packed).getByRole("link").click();
    await sheet.getByLabel(`“${word}” of`).selectOption("open");
    await sheet.getByRole("button", { name: "Map and replay 2 records" }).click();
    await expect(sheet.getByRole("status")).toContainText("2 records are on their way again");
    await arrived(page, numbers.packed);
    await arrived(page, numbers.packedToo);
  });

  await page.context().close();
});

test("a product's page shows an order as it comes in, without being loaded again", async ({ browser }) => {
  const page = await pageOf(browser, "operator");
  await page.goto(`/inventory/${encodeURIComponent(shop.sku)}`);
  const orders = page.getByRole("table", { name: "Orders" });
  await expect(orders.getByRole("row").nth(1)).toBeVisible();
  await page.evaluate(() => document.documentElement.setAttribute("data-loaded", "once"));
  const api = await apiAs("operator");
  const order = { ...orderOf(numbers.live), placedAt: new Date().toISOString() };
  expect((await api.post("records/orders?source=journey-trust", order)).status).toBe(200);
  await expect(orders.getByRole("link", { name: numbers.live })).toBeVisible({ timeout: 60_000 });
  await expect(page.locator("html")).toHaveAttribute("data-loaded", "once");
  await page.context().close();
});

test("a manager reads all of it and decides nothing", async ({ browser }) => {
  const page = await pageOf(browser, "manager");
  await page.goto("/sync?list=held");
  await expect(page.getByRole("grid").getByRole("row").nth(1)).toBeVisible();
  await page.getByRole("grid").getByRole("row").nth(1).getByRole("link").click();
  const sheet = page.getByRole("dialog");
  await expect(sheet).toContainText("is held");
  await expect(sheet.getByRole("button", { name: /^Order is/ })).toHaveCount(0);
  for (const address of ["/sync?view=accuracy", "/sync?view=reconciliation", "/sync?view=lag"]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await page.context().close();
});
