import { expect, type Page, test } from "@playwright/test";
import { keysHeard, mainButton, openCard, openTransfer } from "./support/decisions";
import { expectVisibleFocus, tabTo } from "./support/focus";
import { warehousesTake } from "./support/sandbox";
import { pageOf } from "./support/sign-in";

const opened = (page: Page) => page.getByRole("region", { name: "Queue" }).locator("a[aria-current=true]");

test("the queue is read, explained and emptied with the keyboard alone", async ({ browser }) => {
  await warehousesTake({ shipSeconds: 3_600, receiveSeconds: 3_600 });
  const page = await pageOf(browser, "supply");
  const { id } = await openTransfer();
  await page.goto(`/decisions?team=supply&id=${id}`);
  await expect(page.getByRole("article")).toBeVisible();

  await test.step("the first Tab offers to skip the navigation", async () => {
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
    await expectVisibleFocus(page);
    await page.keyboard.press("Enter");
    await expect(page.locator("main")).toBeFocused();
  });

  await test.step("J and K walk through the queue, figures choose an option", async () => {
    await keysHeard(page);
    const first = (await opened(page).getAttribute("href")) ?? "";
    await page.keyboard.press("j");
    await expect(opened(page)).not.toHaveAttribute("href", first);
    await page.keyboard.press("k");
    await expect(opened(page)).toHaveAttribute("href", first);
    const options = page.getByRole("article").getByRole("radio");
    await page.keyboard.press("2");
    await expect(options.nth(1)).toBeChecked();
    await page.keyboard.press("1");
    await expect(options.first()).toBeChecked();
  });

  await test.step("E explains and ? lists the keys; Esc leads back", async () => {
    for (const [key, name] of [
      ["e", /./],
      ["?", /^Keys$/],
    ] as const) {
      await page.keyboard.press(key);
      await expect(page.getByRole("dialog", { name })).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toHaveCount(0);
    }
  });

  await test.step("S snoozes until an end, R rejects for a reason", async () => {
    await page.keyboard.press("s");
    await tabTo(page, /^For 4 hours/);
    await page.keyboard.press("Space");
    await tabTo(page, /^Snooze$/);
    await page.keyboard.press("Enter");
    await expect(page.getByText(/^Snoozed until/).first()).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);

    // The next open one has taken its place.
    await expect(opened(page)).not.toHaveAttribute("href", new RegExp(`id=${id}$`));
    await expect(page.getByRole("article").getByRole("radio").first()).toBeEnabled();
    await page.keyboard.press("r");
    await expect(page.getByRole("dialog", { name: "Why reject it?" })).toBeVisible();
    await tabTo(page, /^The figures are wrong/);
    await page.keyboard.press("ArrowDown");
    await tabTo(page, /^Reject$/);
    await page.keyboard.press("Enter");
    await expect(page.getByText(/^Rejected\. It comes back/).first()).toBeVisible();
  });
});

test("A approves and U takes it back", async ({ browser }) => {
  await warehousesTake({ shipSeconds: 3_600, receiveSeconds: 3_600 });
  const page = await pageOf(browser, "supply");
  const { id } = await openTransfer();
  const card = await openCard(page, id);
  await keysHeard(page);
  await expect(mainButton(card)).toBeVisible();
  await page.keyboard.press("a");
  await expect(page.getByText(/Approved: Transfer/).first()).toBeVisible();
  await openCard(page, id);
  await expect(card.getByText(/Sent, waiting for proof|Done/).first()).toBeVisible({ timeout: 30_000 });
  await keysHeard(page);
  await page.keyboard.press("u");
  await expect(card.getByText("Undone", { exact: true }).first()).toBeVisible({ timeout: 60_000 });
});

test("a table is one tab stop with arrows inside, and Ctrl+K leads to every page", async ({ browser }) => {
  const page = await pageOf(browser, "supply");
  await page.goto("/inventory");
  const grid = page.getByRole("grid");
  const rows = grid.getByRole("row");
  await expect(async () => {
    await grid.getByRole("columnheader").first().focus();
    await page.keyboard.press("ArrowDown");
    await expect(rows.nth(1).locator(":focus")).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
  await expectVisibleFocus(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await expect(rows.nth(2).locator(":focus")).toHaveCount(1);
  await page.keyboard.press("Control+Home");
  await expect(rows.nth(1).locator(":focus")).toHaveCount(1);
  await page.keyboard.press("Tab");
  await expect(grid.locator(":focus")).toHaveCount(0);
  await page.keyboard.press("Shift+Tab");
  await expect(rows.nth(1).locator(":focus")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/inventory\/PLM-/);

  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: /Search pages/ })).toBeFocused();
  await page.keyboard.type("transf");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/transfers/);
  await expect(page.getByRole("heading", { level: 1, name: "Transfers" })).toBeVisible();
});
