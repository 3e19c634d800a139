/** The corpus page in a real Chromium, with a host that makes its rows. */
import { expect, test as base, type Page } from "@playwright/test";
import type { CorpusIntent, CorpusSnapshot, ToCorpusPage } from "../../src/protocol/corpus.ts";
import { corpusStandIn } from "./corpus-host.ts";
import { corpusSnapshot } from "./corpus-samples.ts";
import { servePage, type PageServer, type Theme } from "./page.ts";

export class CorpusPage {
  readonly page: Page;
  private readonly origin: string;

  constructor(page: Page, origin: string) {
    this.page = page;
    this.origin = origin;
  }

  /** Opens at 1200 × 700. `delay`: ms until rows come. */
  async open(
    change: Partial<CorpusSnapshot> = {},
    { theme = "dark", delay = 5, width = 1200 }: { theme?: Theme; delay?: number; width?: number } = {},
  ): Promise<void> {
    await this.page.setViewportSize({ width, height: 700 });
    await this.page.addInitScript(corpusStandIn, { snapshot: corpusSnapshot(1, change), delay });
    await this.page.goto(`${this.origin}/?theme=${theme}`);
    await this.settled();
  }

  /** Two frames: what was sent has been drawn. */
  async settled(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 20)),
    );
  }

  async change(change: Partial<CorpusSnapshot>, view: Partial<CorpusSnapshot["view"]> = {}): Promise<void> {
    await this.page.evaluate(([a, b]) => window.corpus.change(a, b), [change, view] as const);
    await this.settled();
  }

  async send(message: ToCorpusPage): Promise<void> {
    await this.page.evaluate((data) => window.postMessage(data), message);
    await this.settled();
  }

  /** The intents so far of one kind, oldest first. */
  asked<K extends CorpusIntent["do"]>(kind: K): Promise<Extract<CorpusIntent, { do: K }>[]> {
    return this.page.evaluate(
      (wanted) =>
        window.corpus.asked.filter((ask): ask is Extract<CorpusIntent, { do: K }> => ask.do === wanted),
      kind,
    );
  }

  get grid() {
    return this.page.getByRole("grid");
  }

  /** The drawn row at a place of the view. */
  row(at: number) {
    return this.page.locator(`#row-${at}`);
  }

  /** Places of the view whose rows are in sight, and how many of those still wait for their cells. */
  inSight(): Promise<{ first: number; last: number; count: number; waiting: number }> {
    return this.page.evaluate(() => {
      const box = document.querySelector("[role=grid]")?.getBoundingClientRect();
      if (box === undefined) throw new Error("no grid");
      const seen = [...document.querySelectorAll(".row")].filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return bottom > box.top + 28 + 1 && top < box.bottom - 1;
      });
      const places = seen.map((row) => Number(row.id.slice("row-".length)));
      return {
        first: Math.min(...places),
        last: Math.max(...places),
        count: places.length,
        waiting: seen.filter((row) => row.classList.contains("waiting")).length,
      };
    });
  }

  scrollThumbTo(share: number): Promise<void> {
    return this.grid.evaluate((grid, to) => {
      grid.scrollTop = (grid.scrollHeight - grid.clientHeight) * to;
    }, share);
  }
}

export const test = base.extend<{ corpus: CorpusPage }, { corpusServer: PageServer }>({
  corpusServer: [
    // Playwright wants a destructuring pattern here, also an empty one.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await servePage("corpus");
      await use(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  corpus: async ({ page, corpusServer }, use) => {
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await use(new CorpusPage(page, corpusServer.origin));
    // Every test: no script failed, and nothing the page did was against its CSP.
    expect(faults).toEqual([]);
    expect(await page.evaluate(() => window.violations)).toEqual([]);
  },
});

export { expect };
