/** The adjudication page in a real Chromium, with the test in the host's place. */
import { expect, test as base, type Page } from "@playwright/test";
import type {
  AdjudicationIntent,
  AdjudicationSnapshot,
  ToAdjudicationPage,
} from "../../src/protocol/adjudication.ts";
import { servePage, type PageServer, type Theme } from "./page.ts";

export class AdjudicationPage {
  readonly page: Page;
  private readonly origin: string;

  constructor(page: Page, origin: string) {
    this.page = page;
    this.origin = origin;
  }

  async open(
    snapshot: AdjudicationSnapshot,
    { theme = "dark", width = 1280, height = 800 }: { theme?: Theme; width?: number; height?: number } = {},
  ): Promise<void> {
    await this.page.setViewportSize({ width, height });
    await this.page.goto(`${this.origin}/?theme=${theme}`);
    await expect.poll(() => this.page.evaluate(() => window.posted[0]?.type)).toBe("viewLoaded");
    await this.send({ type: "snapshot", snapshot });
  }

  async send(message: ToAdjudicationPage): Promise<void> {
    await this.page.evaluate(async (data) => {
      window.postMessage(data);
      await new Promise((done) => setTimeout(done, 10));
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }, message);
  }

  /** The intents so far, oldest first; "select" only when asked for. */
  asked(withSelects = false): Promise<AdjudicationIntent[]> {
    return this.page.evaluate((all) => {
      const posted = window.posted as unknown as { ask?: AdjudicationIntent }[];
      return posted.flatMap(({ ask }) => (ask === undefined || (!all && ask.do === "select") ? [] : [ask]));
    }, withSelects);
  }

  row(id: string) {
    return this.page.locator(`tr[data-row="${id}"]`);
  }
}

export const test = base.extend<{ adjudication: AdjudicationPage }, { server: PageServer }>({
  server: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await servePage("adjudication");
      await use(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  adjudication: async ({ page, server }, use) => {
    await use(new AdjudicationPage(page, server.origin));
    // Every test: nothing the page did was against its CSP.
    expect(await page.evaluate(() => window.violations)).toEqual([]);
  },
});

export { expect };
