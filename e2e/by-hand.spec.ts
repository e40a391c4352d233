import { expect, type Page, test } from "@playwright/test";
import {
  approvedNumber,
  mainButton,
  openCard,
  openFromTransfers,
  openTransfer,
  warehouseOf,
} from "./support/decisions";
import { pageOf } from "./support/sign-in";

/** What an administrator does when a warehouse's system is away for a while, or back. */
async function setConnection(admin: Page, name: string, state: "Active" | "Paused"): Promise<void> {
  await admin.goto("/settings/connections");
  await admin.getByRole("link", { name }).click();
  const sheet = admin.getByRole("dialog", { name });
  await sheet.getByLabel("State").selectOption({ label: state });
  await sheet.getByRole("button", { name: "Save changes" }).click();
  await expect(sheet.getByText("Changes saved")).toBeVisible();
}

let paused: string | null = null;

test.afterEach(async ({ browser }) => {
  if (paused) await setConnection(await pageOf(browser, "admin"), paused, "Active");
});

test("a transfer from a place without a system is carried out by hand, short at both ends", async ({
  browser,
}) => {
  const { id, sku, originCode } = await openTransfer();
  paused = warehouseOf[originCode] ?? "";
  await setConnection(await pageOf(browser, "admin"), paused, "Paused");

  const page = await pageOf(browser, "supply");
  const card = await openCard(page, id);
  const units = Number((await mainButton(card).textContent())?.replace(/\D/g, ""));
  await mainButton(card).click();
  const number = await approvedNumber(page);

  await test.step("the document goes with the goods", async () => {
    await openFromTransfers(page, "way", number);
    await page.addInitScript(() => {
      window.print = () => document.documentElement.setAttribute("data-printed", "yes");
    });
    await page.getByRole("link", { name: "Document", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: `Transfer ${number}` })).toBeVisible();
    await page.reload();
    await page.getByRole("button", { name: "Print" }).click();
    await expect(page.locator("html")).toHaveAttribute("data-printed", "yes");
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
    await expect(page.getByRole("row").filter({ hasText: sku })).toContainText(units.toLocaleString("en"));
    expect((await page.pdf({ format: "A4" })).length).toBeGreaterThan(5_000);
    await page.emulateMedia({ media: "screen" });
    await page.getByRole("link", { name: "Back to the transfer" }).click();
  });

  await test.step("two units fewer leave; they are free again at the origin", async () => {
    await page.getByLabel(`Left, of ${units.toLocaleString("en")}`).fill(String(units - 2));
    await page.keyboard.press("Tab");
    await expect(page.getByText(/^2 units stay and are free again at /)).toBeVisible();
    await page.getByRole("button", { name: `Ship ${(units - 2).toLocaleString("en")} units` }).click();
    await expect(page.getByRole("heading", { name: "Confirm what came in" })).toBeVisible();
  });

  await test.step("one unit fewer comes in; it is written off", async () => {
    await page.getByLabel(`Came in, of ${(units - 2).toLocaleString("en")}`).fill(String(units - 3));
    await page.keyboard.press("Tab");
    await expect(page.getByText("1 unit is written off as lost on the way.")).toBeVisible();
    await page.getByRole("button", { name: `Receive ${(units - 3).toLocaleString("en")} units` }).click();
    await expect(page.getByRole("heading", { name: "Confirm what came in" })).toHaveCount(0);
    const line = page.getByRole("table", { name: "Lines" }).getByRole("row").filter({ hasText: sku });
    for (const figure of [units, units - 2, units - 3])
      await expect(line.getByRole("cell", { name: figure.toLocaleString("en"), exact: true })).toBeVisible();
  });

  await test.step("the decision is done, and the ledger holds the loss", async () => {
    await openCard(page, id);
    await expect(page.getByRole("article").getByText("Done", { exact: true }).first()).toBeVisible();
    await page.goto(`/inventory/${sku}`);
    const moves = page.getByRole("table", { name: "Ledger" }).getByRole("row").filter({ hasText: number });
    await expect(moves.filter({ hasText: "Short on arrival" })).toHaveCount(1);
  });
});
