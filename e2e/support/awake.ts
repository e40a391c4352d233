import type { Page } from "@playwright/test";

/**
 * Makes a page wait, after it was opened or loaded anew, until React has taken over each of its controls: a script
 * clicks sooner than any person, and what is clicked before that is lost.
 */
export function awake(page: Page): Page {
  const goto = page.goto.bind(page);
  const reload = page.reload.bind(page);
  page.goto = async (...how) => afterwards(page, await goto(...how));
  page.reload = async (...how) => afterwards(page, await reload(...how));
  return page;
}

async function afterwards<Answer>(page: Page, answer: Answer): Promise<Answer> {
  await page.waitForFunction(() => {
    const controls = [...document.querySelectorAll("body :is(button, input, select, textarea)")];
    const known = (control: Element) => Object.keys(control).some((key) => key.startsWith("__reactProps$"));
    return document.readyState === "complete" && controls.every(known);
  });
  return answer;
}
