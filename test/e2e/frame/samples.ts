import { expect, type Page } from "@playwright/test";
import { quickInput, quickPick, quickType } from "./actions.ts";

export interface BlindSample {
  readonly size: string;
  readonly raters: string;
  /** Per cent of the items that two raters get; the others get one each. */
  readonly shared: string;
  readonly seed: string;
  readonly name: string;
}

/** Plays the dialogue that draws a simple random sample of the whole corpus, up to what it shows before it is saved. */
export async function planBlindSample(
  page: Page,
  { size, raters, shared, seed, name }: BlindSample,
): Promise<void> {
  await quickPick(page, "The whole corpus");
  await quickPick(page, "Simple random");
  await answer(page, "size", size);
  await answer(page, "raters", raters);
  await quickPick(page, "Another plan…");
  await answer(page, "overlap", shared);
  await answer(page, "overlap", "2");
  await quickPick(page, "Blind");
  await quickPick(page, "No traps");
  await answer(page, "seed", seed);
  await answer(page, "name", name);
}

/** Answers the input box whose title names this step, which may come some time after the one before it. */
async function answer(page: Page, step: string, text: string): Promise<void> {
  await page.locator(".quick-input-widget:visible .quick-input-title", { hasText: step }).first().waitFor();
  await expect(quickInput(page)).not.toHaveValue("");
  await quickType(page, text);
}
