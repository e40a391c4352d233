import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { apiAs } from "./support/api";
import { openCard, openDecisions } from "./support/decisions";
import { pageOf } from "./support/sign-in";

const deciding = /^(approve|reject|snooze|undo|transfer [\d,]+|pause \d+|resume \d+|cancel before)/i;

test("a manager reads the figures, has one explained and takes them along", async ({ browser }) => {
  const page = await pageOf(browser, "manager");
  await page.goto("/");
  for (const name of ["In stock", "Lost sales", "Stock turns a year", "Orders right", "Wasted ads"]) {
    const tile = page.locator(".card").filter({ has: page.getByRole("heading", { name, exact: true }) });
    await expect(tile).toContainText(/\d/);
  }

  await page.getByRole("button", { name: "Explain Orders right" }).click();
  const panel = page.getByRole("dialog", { name: "Orders right" });
  await expect(panel).toContainText("Orders equal to their source on every checked field");
  await expect(panel.getByRole("listitem").filter({ hasText: "Orders checked" })).toContainText(/\d/);
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(page.getByRole("button", { name: "Explain Orders right" })).toBeFocused();

  await page.getByRole("link", { name: "Reports" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Reports" })).toBeVisible();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export CSV" }).first().click(),
  ]);
  const lines = (await readFile(await file.path(), "utf8")).trim().split(/\r?\n/);
  expect(lines.length).toBeGreaterThan(100);
  expect(lines.some((line) => line.includes("order_accuracy"))).toBe(true);
});

test("a manager finds nothing to approve with, and is refused where one is made up", async ({ browser }) => {
  const [decision] = await openDecisions("shortage");
  if (!decision) throw new Error("Nothing is open to be looked at.");
  const { id, version, options } = decision;
  const page = await pageOf(browser, "manager");
  for (const address of [
    "/decisions",
    "/transfers",
    "/ads",
    "/orders",
    "/sync",
    `/inventory/${decision.sku}`,
  ]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("button", { name: deciding }), address).toHaveCount(0);
  }

  const card = await openCard(page, id);
  await expect(card).toContainText("Options, best first");
  await expect(page.getByRole("button", { name: deciding })).toHaveCount(0);
  await card.press("a");
  await page.goto(`/decisions?id=${id}`);
  await expect(page.getByRole("article")).not.toContainText("Approved");

  const api = await apiAs("manager");
  const approval = await api.post(`recommendations/${id}/approve`, { version, optionKey: options[0]?.key });
  const rejection = await api.post(`recommendations/${id}/reject`, { version, reason: "not_worth_it" });
  expect([approval.status, rejection.status]).toEqual([403, 403]);
  expect((await openDecisions("shortage")).map((one) => one.id)).toContain(id);
});

test("a server action that a manager replays is refused too", async ({ browser }) => {
  const [decision] = await openDecisions("shortage");
  if (!decision) throw new Error("Nothing is open to be rejected.");
  const supply = await pageOf(browser, "supply");
  const card = await openCard(supply, decision.id);
  let pressed: { headers: Record<string, string>; body: string } | null = null;
  await supply.route("**/decisions*", async (route) => {
    const request = route.request();
    if (request.method() !== "POST") return route.continue();
    pressed = { headers: await request.allHeaders(), body: request.postData() ?? "" };
    return route.abort();
  });
  await card.getByRole("button", { name: "Reject" }).click();
  const sheet = supply.getByRole("dialog", { name: "Why reject it?" });
  await sheet.getByText("Not worth the effort").click();
  await sheet.getByRole("button", { name: "Reject" }).click();
  await expect.poll(() => pressed).not.toBeNull();

  const manager = await pageOf(browser, "manager");
  await manager.goto("/decisions");
  const { headers, body } = pressed as unknown as { headers: Record<string, string>; body: string };
  const answer = await manager.request.post("/decisions", {
    headers: {
      "next-action": headers["next-action"] ?? "",
      "content-type": headers["content-type"] ?? "",
      accept: "text/x-component",
      origin: new URL(supply.url()).origin,
    },
    data: body,
  });
  expect(await answer.text()).toContain('"forbidden"');
  expect((await openDecisions("shortage")).map((one) => one.id)).toContain(decision.id);
});
