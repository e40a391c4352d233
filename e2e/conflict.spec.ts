import { expect, test } from "@playwright/test";
import { apiAs } from "./support/api";
import { mainButton, openCard, openTransfer } from "./support/decisions";
import { pageOf } from "./support/sign-in";

test("two browsers on one decision: the first wins, the second is told who was first and when", async ({
  browser,
}) => {
  const { id } = await openTransfer();
  const supply = await pageOf(browser, "supply");
  const admin = await pageOf(browser, "admin");
  // The second browser sees nothing of what happens meanwhile, as behind a slow line.
  await admin.route("**/api/events*", (route) => route.fulfill({ status: 503 }));
  await admin.route("**/api/pages/decisions/**", (route) => route.abort());
  const [first, second] = await Promise.all([openCard(supply, id), openCard(admin, id)]);

  await mainButton(first).click();
  await expect(supply.getByText(/Approved: Transfer/).first()).toBeVisible();
  await admin.unroute("**/api/pages/decisions/**");
  await mainButton(second).click();

  const told = second.getByText(/approved it at .+ Your decision was not carried out/);
  await expect(told).toContainText("Mei Lin approved it at");
  await expect(mainButton(second)).toHaveCount(0);
});

test("figures that change between opening and pressing: old beside new, and the old press is void", async ({
  browser,
}) => {
  const { id, sku, originCode } = await openTransfer();
  const page = await pageOf(browser, "supply");
  const card = await openCard(page, id);

  const warehouse = await apiAs("operator");
  const reading = { sku, location: originCode, onHand: 0, asOf: new Date().toISOString() };
  expect((await warehouse.post("records/stock", reading)).status).toBe(200);

  const panel = card.locator("section").filter({ hasText: "Changed since you opened this" });
  await expect(panel).toBeVisible();
  const inputs = panel.getByRole("table");
  await expect(inputs.getByRole("columnheader", { name: "Before" })).toBeVisible();
  const best = inputs.getByRole("row").filter({ hasText: "What is done" }).getByRole("cell");
  await expect(best.first()).toContainText(/^Transfer .+ from /);
  await expect(best.last()).not.toHaveText((await best.first().textContent()) ?? "");
  await expect(mainButton(card)).toHaveCount(0);

  await panel.getByRole("button", { name: "Show the new figures" }).click();
  await expect(panel).toHaveCount(0);
});
