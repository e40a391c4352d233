import { expect, test } from "@playwright/test";
import { approvedNumber, mainButton, openCard, openFromTransfers, openTransfer } from "./support/decisions";
import { warehousesTake } from "./support/sandbox";
import { pageOf } from "./support/sign-in";

test("supply approves a transfer, and sees it sent, proved, received and on the shelf", async ({
  browser,
}) => {
  await warehousesTake({ shipSeconds: 3, receiveSeconds: 6 });
  const { id, sku } = await openTransfer();
  const page = await pageOf(browser, "supply");

  const card = await openCard(page, id);
  await expect(mainButton(card)).toHaveText(/^Transfer [\d,]+ units?$/);
  const units = Number((await mainButton(card).textContent())?.replace(/\D/g, ""));
  await mainButton(card).click();
  const number = await approvedNumber(page);

  await test.step("it is on the way, and done only when the warehouse shows it", async () => {
    await openCard(page, id);
    const actions = page.getByRole("article").getByText(/Queued|Sending|Sent, waiting for proof|Done/);
    await expect(actions.first()).toBeVisible();
    await expect(page.getByRole("article").getByText("Done", { exact: true }).first()).toBeVisible({
      timeout: 60_000,
    });
    await page.goto("/decisions?tab=done");
    await expect(page.getByRole("region", { name: "Queue" }).getByText(sku).first()).toBeVisible();
  });

  await test.step("Transfers shows it arrived, as many units as were approved", async () => {
    await openFromTransfers(page, "arrived", number);
    const line = page.getByRole("row").filter({ hasText: sku });
    await expect(line.getByRole("cell", { name: units.toLocaleString("en-GB"), exact: true })).toHaveCount(3);
  });

  await test.step("the ledger of the SKU holds both moves", async () => {
    await page.goto(`/inventory/${sku}`);
    const moves = page.getByRole("table", { name: "Ledger" }).getByRole("row").filter({ hasText: number });
    await expect(moves.filter({ hasText: "Transfer out" })).toHaveCount(1);
    await expect(moves.filter({ hasText: "Transfer in" })).toContainText(units.toLocaleString("en-GB"));
  });

  await test.step("an administrator reads in the audit who did what", async () => {
    const admin = await pageOf(browser, "admin");
    await admin.goto(`/settings/audit?entity=recommendation&verb=recommendation.approve`);
    const approvals = admin.getByRole("grid").getByRole("row").filter({ hasText: "Recommendation approved" });
    await expect(approvals.first()).toContainText("Mei Lin");
    await admin.goto(`/settings/audit?entity=transfer&q=${number}`);
    const rows = admin.getByRole("grid").getByRole("row").filter({ hasText: number });
    for (const verb of ["Transfer shipped", "Transfer received"])
      await expect(rows.filter({ hasText: verb })).toHaveCount(1);
  });
});
