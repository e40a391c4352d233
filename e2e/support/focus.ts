import { expect, type Page } from "@playwright/test";

/** Presses Tab until something of this name has the focus, as a person without a mouse does; says how it looks then. */
export async function tabTo(page: Page, name: RegExp, most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press("Tab");
    if (name.test(await focusedName(page))) {
      await expectVisibleFocus(page);
      return;
    }
  }
  throw new Error(
    `${most} presses of Tab did not lead to ${name}; the focus is on “${await focusedName(page)}”.`,
  );
}

/** The label or the text of what has the focus. */
export const focusedName = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
    const words = element?.getAttribute("aria-label") ?? labels[0]?.textContent ?? element?.textContent ?? "";
    return words.trim();
  });

/** Whether the focus can be seen: an outline or a ring on the element itself or on what is drawn over it. */
export async function expectVisibleFocus(page: Page): Promise<void> {
  const outlined = await page.evaluate(() => {
    const element = document.activeElement;
    if (!element) return false;
    return [undefined, "::after", "::before"].some((part) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element, part);
      const ringed = /(?:^|[\s,])0px 0px 0px [2-4]px/.test(boxShadow);
      return ringed || (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1);
    });
  });
  expect(outlined, `the focus on “${await focusedName(page)}” can be seen`).toBe(true);
}
