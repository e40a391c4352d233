import { expect, type Locator, type Page } from "@playwright/test";
import { type Api, apiAs } from "./api";

/** An open decision as /api/v1 lists it, as far as the journeys choose by it. */
export interface OpenDecision {
  id: number;
  version: number;
  sku: string;
  problem: { key: string };
  /** `source` is the key of the connection it was read from. */
  evidence: { key: string; source: string }[];
  /** Best first. */
  options: {
    key: string;
    kind: string;
    executable: boolean;
    quantityUnits?: number;
    params: Record<string, string | number | null>;
    steps: { kind: string; productAdId?: number | null; externalId?: string }[];
  }[];
}

/** The warehouse systems of the sample company, by the place that they run. */
export const warehouseOf: Record<string, string> = {
  LAX1: "Warehouse system US",
  "EWR-FBA": "Warehouse system US",
  "FRA-3PL": "Frankfurt 3PL portal",
  SZX1: "Warehouse system Asia",
  TPE1: "Warehouse system Asia",
};

let reader: Promise<Api> | null = null;
const taken = new Set<string>();

/** Open decisions of a kind, the one that loses most a day first. */
export async function openDecisions(kind: string): Promise<OpenDecision[]> {
  reader ??= apiAs("manager");
  const path = `recommendations?state=open&kind=${kind}&limit=500`;
  return (await (await reader).get<{ data: OpenDecision[] }>(path)).data;
}

/** Fewer could not lose two on the way and one more without a sentence of theirs being of a single unit. */
const leastUnits = 5;

/** The first open shortage, of a SKU that no journey has used, whose best way out is one transfer of some units. */
export async function openTransfer(): Promise<OpenDecision & { originCode: string; units: number }> {
  for (const decision of await openDecisions("shortage")) {
    const [best] = decision.options;
    const originCode = String(best?.params.originCode ?? "");
    const known = best?.kind === "transfer" && best.steps.length === 1 && warehouseOf[originCode];
    const units = best?.quantityUnits ?? 0;
    if (!known || units < leastUnits || taken.has(decision.sku)) continue;
    taken.add(decision.sku);
    return { ...decision, originCode, units };
  }
  throw new Error("The sample company has no open shortage left that one transfer solves.");
}

/** Opens a decision by its address and waits for its card. */
export async function openCard(page: Page, id: number): Promise<Locator> {
  // A page that is just being refreshed after an answer breaks the first try off.
  await expect(() => page.goto(`/decisions?id=${id}`)).toPass({ timeout: 30_000 });
  const card = page.getByRole("article");
  await expect(card.getByRole("heading").first()).toBeVisible();
  return card;
}

/** Waits until the page hears single keys: what it shows is there before its scripts are. */
export async function keysHeard(page: Page): Promise<void> {
  const list = page.getByRole("dialog", { name: /^Keys$/ });
  await expect(async () => {
    await page.keyboard.press("?");
    await expect(list).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press("Escape");
  await expect(list).toHaveCount(0);
}

/** The number of the transfer that the page says was approved just now. */
export async function approvedNumber(page: Page): Promise<string> {
  const said = page.getByText(/Approved: Transfer .+ \(TO-\d+\)/);
  await expect.poll(() => said.count()).toBeGreaterThan(0);
  const texts = await said.allTextContents();
  return texts.map((text) => /TO-\d+/.exec(text)?.[0]).find((number) => number !== undefined) ?? "";
}

/** The button of a card that does what it says. */
export const mainButton = (card: Locator): Locator => card.locator('button[aria-keyshortcuts="A"]');

/** The open decision on an ad that spends most on a SKU that is sold out, where one switch at the platform ends it. */
export async function openEmptyAd() {
  for (const { id, sku, options, problem, evidence } of await openDecisions("ad_pause")) {
    const [step, ...more] = options[0]?.steps ?? [];
    const connection = evidence.find(({ key }) => key === "ad_spend")?.source;
    if (problem.key !== "ad_pause.out" || !step?.externalId || !connection || more.length > 0) continue;
    const level = step.productAdId === null ? ("campaign" as const) : ("product_ad" as const);
    return { id, sku, connection, externalId: step.externalId, level };
  }
  throw new Error("The sample company has no open decision on an ad of a SKU that is sold out.");
}

/** Waits until a list of Transfers holds this one, and opens its page from the row, as a person does. */
export async function openFromTransfers(page: Page, tab: "way" | "arrived", number: string): Promise<void> {
  const row = page.getByRole("grid").getByRole("row").filter({ hasText: number });
  await expect(async () => {
    await page.goto(`/transfers?tab=${tab}&q=${number}`);
    await expect(row).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await row.getByText(number).click();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: number })).toBeVisible();
}
