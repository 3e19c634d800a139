/** The panel in a real Chromium, with the test in the host's place. */
import { expect, test as base, type Page } from "@playwright/test";
import type { Intent, PanelSnapshot, ToPanel } from "../../src/protocol/review.ts";
import { servePage, type PageServer, type Theme } from "./page.ts";

declare global {
  interface Window {
    posted: { type: string; intent?: number; ask?: Intent; conversation?: string }[];
    forwarded: string[];
    violations: string[];
    host: { reply: boolean; error?: string | undefined };
  }
}

export class PanelPage {
  readonly page: Page;
  private readonly origin: string;

  constructor(page: Page, origin: string) {
    this.page = page;
    this.origin = origin;
  }

  async open(
    theme: Theme = "dark",
    size: { width: number; height: number } = { width: 420, height: 900 },
  ): Promise<void> {
    await this.page.setViewportSize(size);
    await this.page.goto(`${this.origin}/?theme=${theme}`);
    await expect.poll(() => this.page.evaluate(() => window.posted[0]?.type)).toBe("viewLoaded");
  }

  /** Waits until the page has drawn what it was sent. */
  async send(message: ToPanel): Promise<void> {
    await this.page.evaluate(async (data) => {
      window.postMessage(data);
      await new Promise((done) => setTimeout(done, 0));
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }, message);
  }

  show(snapshot: PanelSnapshot): Promise<void> {
    return this.send({ type: "snapshot", snapshot });
  }

  /** The intents so far, oldest first, without "select" when the test doesn't ask for them. */
  asked(withSelects = false): Promise<Intent[]> {
    return this.page.evaluate(
      (all) =>
        window.posted.flatMap((m) => (m.ask === undefined || (!all && m.ask.do === "select") ? [] : [m.ask])),
      withSelects,
    );
  }

  /** Keys that got as far as VS Code's listener. */
  forwarded(): Promise<string[]> {
    return this.page.evaluate(() => window.forwarded);
  }

  /** Accessible name or text of what has the focus; looks into shadow roots' hosts only. */
  focused(): Promise<string> {
    return this.page.evaluate(() => {
      const active = document.activeElement;
      return active?.getAttribute("aria-label") ?? active?.textContent ?? "";
    });
  }

  row(id: string) {
    return this.page.locator(`.row[data-row="${id}"]`);
  }
}

export const test = base.extend<{ panel: PanelPage }, { server: PageServer }>({
  server: [
    // Playwright wants a destructuring pattern here, also an empty one.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await servePage();
      await use(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  panel: async ({ page, server }, use) => {
    await use(new PanelPage(page, server.origin));
    // Every test: nothing the panel did was against the page's CSP.
    expect(await page.evaluate(() => window.violations)).toEqual([]);
  },
});

export { expect };
