import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { pageOf } from "./support/sign-in";

const file = {
  name: "new-products.csv",
  mimeType: "text/csv",
  buffer: Buffer.from(
    [
      "sku code,title,brand,unit cost,price,currency",
      "JRN-0001,Journey flask 500 ml,Harbour & Pine,4.20,14.90,USD",
      "JRN-0002,Journey flask 750 ml,Harbour & Pine,5.10,17.90,USD",
      ",No code at all,Harbour & Pine,5.10,17.90,USD",
      "JRN-0003,Journey flask 1 l,Harbour & Pine,five,19.90,USD",
      "JRN-0004,Journey cup,Harbour & Pine,2.80,9.90,USD",
      "",
    ].join("\n"),
  ),
};

/** The sums as the page prints them: [read, new or changed, unchanged, rejected]. */
async function sumsOf(page: Page): Promise<number[]> {
  const line = page.locator("main p").filter({ hasText: /read\s*=/ });
  await expect(line).toBeVisible({ timeout: 30_000 });
  return [...((await line.textContent()) ?? "").matchAll(/[\d,]+/g)].map(([figure]) =>
    Number(figure.replace(/,/g, "")),
  );
}

test("a file chosen before the page's scripts have come is taken once they have", async ({ browser }) => {
  const page = await pageOf(browser, "operator");
  let arrive = () => {};
  const scripts = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route(/\.js(\?|$)/, async (route) => {
    await scripts;
    await route.continue();
  });
  const opened = page.goto("/imports");
  await page.getByLabel("Choose file").setInputFiles(file);
  arrive();
  await opened;
  await expect(page).toHaveURL(/\/imports\/new\?file=\d+/);
});

test("an operator imports a file with rejects in four steps, and a second run brings nothing new", async ({
  browser,
}) => {
  const page = await pageOf(browser, "operator");
  await page.goto("/imports");
  await page.getByLabel("Choose file").setInputFiles(file);

  await test.step("file: what it holds is guessed from its columns", async () => {
    await expect(page).toHaveURL(/\/imports\/new\?file=\d+/);
    await expect(page.getByLabel("Kind of record")).toHaveValue("skus");
    await page.getByRole("button", { name: "Match columns" }).click();
  });

  await test.step("columns: each is matched and shown with its values", async () => {
    await expect(page).toHaveURL(/\/imports\/new\/columns/);
    await expect(page.getByRole("row").filter({ hasText: "sku code" })).toContainText("JRN-0001");
    await page.getByRole("button", { name: "Check the file" }).click();
  });

  await test.step("check: every row is read and nothing is written", async () => {
    await expect(page).toHaveURL(/\/imports\/new\/check\?run=\d+/);
    await expect(page.getByText("This was a check: nothing has been written yet.")).toBeVisible({
      timeout: 30_000,
    });
    expect(await sumsOf(page)).toEqual([5, 3, 0, 2]);
    await page.getByRole("button", { name: "Import 3 rows" }).click();
  });

  await test.step("result: read = accepted + unchanged + rejected, and the rejects can be taken along", async () => {
    await expect(page).toHaveURL(/\/imports\/\d+$/);
    await expect(page.getByText("Done", { exact: true })).toBeVisible({ timeout: 30_000 });
    expect(await sumsOf(page)).toEqual([5, 3, 0, 2]);
    const [rejects] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download rejects" }).click(),
    ]);
    const text = await readFile(await rejects.path(), "utf8");
    expect(text).toContain("No code at all");
    expect(text).toContain("five");
    expect(text).not.toContain("JRN-0004");
  });

  await test.step("again: nothing is new", async () => {
    const before = page.url();
    await page.getByRole("button", { name: "Run again" }).click();
    await expect(page).not.toHaveURL(before);
    await expect(page.getByText("Done", { exact: true })).toBeVisible({ timeout: 30_000 });
    expect(await sumsOf(page)).toEqual([5, 0, 3, 2]);
  });

  await page.goto("/catalogue?q=JRN-0004");
  await expect(page.getByText("Journey cup").first()).toBeVisible();
  await page.goto("/imports");
  await expect(page.getByRole("link", { name: /new-products\.csv/ }).first()).toBeVisible();
});
