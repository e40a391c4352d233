import { expect, test } from "@playwright/test";
import { connect, type Db } from "@/db/client";
import { commandActor } from "@/lib/services/_shared/actor";
import { activatePolicy } from "@/lib/services/policy/activate";
import { getPolicy } from "@/lib/services/policy/get";
import { goOn } from "@/lib/services/policy/go-on";
import { getStandstill } from "@/lib/services/policy/standstill";
import { apiAs } from "./support/api";
import { approvedNumber, keysHeard, mainButton, openCard, openTransfer } from "./support/decisions";
import { pageOf } from "./support/sign-in";
import { stack } from "./support/stack";

let owner: Db;
let rulesBefore: Awaited<ReturnType<typeof getPolicy>>["rules"] | null = null;

test.beforeAll(() => {
  owner = connect(stack().ownerUrl, { max: 2, role: "owner" });
});

test.afterEach(async () => {
  if (await getStandstill(owner)) await goOn(owner, commandActor);
  await owner`update approval_request set state = 'lapsed', ended_at = now() where state = 'waiting'`;
  if (rulesBefore) await activate(rulesBefore);
  rulesBefore = null;
});

test.afterAll(() => owner.end());

/** Puts rules in force, and waits until everything is worked out by them. */
async function activate(rules: NonNullable<typeof rulesBefore>): Promise<void> {
  const { version } = await getPolicy(owner);
  const request = { rules, basedOnVersion: version, withoutBacktest: "a journey in the browser" };
  await activatePolicy(owner, commandActor, request);
  const marked = async () => (await owner`select 1 from sku_to_refresh limit 1`).length;
  await expect.poll(marked, { timeout: 240_000 }).toBe(0);
}

test("a transfer above one person's limit waits for a second person, who carries it out", async ({
  browser,
}) => {
  const { rules } = await getPolicy(owner);
  rulesBefore = rules;
  const limit = { who: "supply" as const, kind: "transfer" as const, scope: {} };
  const none = { mostMinor: 0, mostUnits: null, dailyCount: null, dailyMinor: null };
  const limits = rules.authority.limits.filter(({ who }) => who !== "supply");
  await activate({
    ...rules,
    authority: { ...rules.authority, limits: [...limits, { ...limit, ...none }] },
  });
  const { id } = await openTransfer();

  const supply = await pageOf(browser, "supply");
  const card = await openCard(supply, id);
  await expect(card.getByText(/^Above what one person may decide/)).toBeVisible();
  await mainButton(card).click();
  await expect(
    supply.getByText(/^Asked\. .+ waits for a second person; nothing was sent yet/).first(),
  ).toBeVisible();
  await openCard(supply, id);
  await expect(
    card.getByText(/asked for “.+” at .+, above what one person may decide/).first(),
  ).toBeVisible();
  await expect(card.getByText("Waiting to send")).toHaveCount(0);
  await supply.context().close();

  const admin = await pageOf(browser, "admin");
  const theirs = await openCard(admin, id);
  await expect(theirs.getByText(/Your approval carries it out\.$/).first()).toBeVisible();
  await mainButton(theirs).click();
  expect(await approvedNumber(admin)).toMatch(/^TO-\d+$/);
  await admin.context().close();
});

test("one switch stops everything; nothing is approved until it is let go", async ({ browser }) => {
  const { id, version, options } = await openTransfer();
  const admin = await pageOf(browser, "admin");
  await admin.goto("/settings/policy");
  await admin.getByLabel("Why", { exact: true }).fill("Stocktake at both ends");
  await admin.getByRole("button", { name: "Stop everything" }).click();
  await expect(admin.getByRole("button", { name: "Let everything go on" })).toBeVisible();

  const supply = await pageOf(browser, "supply");
  const card = await openCard(supply, id);
  await expect(supply.getByText(/Stocktake at both ends/).first()).toBeVisible();
  await test.step("who may not let it go on sees the button off, why, and the way to the switch", async () => {
    await expect(mainButton(card)).toHaveAttribute("aria-disabled", "true");
    await expect(mainButton(card)).toHaveAttribute("title", /stopped everything at .+ a manager or an admin/);
    await expect(card.getByRole("link", { name: "Open the switch" })).toHaveAttribute("href", /#switch$/);
    await keysHeard(supply);
    await supply.keyboard.press("a");
    await expect(mainButton(card)).not.toHaveAttribute("aria-busy", "true");
    await expect(card.getByRole("button", { name: /^Snooze/ })).not.toHaveAttribute("aria-disabled", "true");
    const [row] = await owner`select state from recommendation where id = ${id}`;
    expect(row?.state).toBe("open");
  });
  await test.step("who may let it go on sees it off as well; leaving it as it is can be chosen", async () => {
    const theirs = await openCard(admin, id);
    await expect(mainButton(theirs)).toHaveAttribute("title", /you can let it go on/);
    await theirs.getByRole("radio").last().check();
    await expect(mainButton(theirs)).not.toHaveAttribute("aria-disabled", "true");
  });
  await test.step("the server refuses whatever is pressed", async () => {
    const lee = await apiAs("supply");
    const [best] = options;
    const answer = await lee.post(`recommendations/${id}/approve`, { version, optionKey: best?.key });
    expect(answer.status).toBe(409);
    const [row] = await owner`select state from recommendation where id = ${id}`;
    expect(row?.state).toBe("open");
  });

  await admin.goto("/settings/policy");
  await admin.getByRole("button", { name: "Let everything go on" }).click();
  await expect(admin.getByRole("button", { name: "Stop everything" })).toBeVisible();
  await expect(async () => {
    await supply.reload();
    await expect(supply.getByText(/Stocktake at both ends/)).toHaveCount(0, { timeout: 3_000 });
  }).toPass();
  await mainButton(card).click();
  expect(await approvedNumber(supply)).toMatch(/^TO-\d+$/);
  await supply.context().close();
  await admin.context().close();
});
