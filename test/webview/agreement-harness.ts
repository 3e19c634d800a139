/** The agreement page in a real Chromium, with a host that sends what it is given and answers what it is asked. */
import { expect, test as base, type Page } from "@playwright/test";
import type {
  AgreementIntent,
  AgreementSnapshot,
  DisagreementRow,
  ToAgreementPage,
} from "../../src/protocol/agreement.ts";
import { report, snapshotOf, GOLD } from "./agreement-samples.ts";
import { servePage, type PageServer, type Theme } from "./page.ts";

/** Runs in the page: answers every intent, and windows of rows from the list. */
function standIn(rows: readonly DisagreementRow[]): void {
  const asked: AgreementIntent[] = [];
  const target = window as unknown as {
    standIn: (message: unknown) => void;
    agreementAsked: AgreementIntent[];
  };
  target.agreementAsked = asked;
  target.standIn = (message) => {
    const { type, intent, ask } = message as { type: string; intent: number; ask: AgreementIntent };
    if (type !== "intent") return;
    asked.push(ask);
    if (ask.do === "rows") {
      const list = rows.slice(ask.from, ask.from + ask.count);
      setTimeout(() => window.postMessage({ type: "rows", generation: ask.generation, rows: list }), 5);
    }
    setTimeout(() => window.postMessage({ type: "reply", intent }), 5);
  };
}

export class AgreementPage {
  readonly page: Page;
  private readonly origin: string;

  constructor(page: Page, origin: string) {
    this.page = page;
    this.origin = origin;
  }

  async open(
    snapshot: AgreementSnapshot,
    {
      theme = "dark",
      rows = [],
      width = 1100,
      height = 900,
    }: { theme?: Theme; rows?: readonly DisagreementRow[]; width?: number; height?: number } = {},
  ): Promise<void> {
    await this.page.setViewportSize({ width, height });
    await this.page.addInitScript(standIn, rows);
    await this.page.goto(`${this.origin}/?theme=${theme}`);
    await expect.poll(() => this.page.evaluate(() => window.posted[0]?.type)).toBe("viewLoaded");
    await this.send({ type: "snapshot", snapshot });
  }

  /** The made-up raters' report. */
  async openReport(
    options: Parameters<AgreementPage["open"]>[1] = {},
  ): Promise<Awaited<ReturnType<typeof report>>> {
    const made = await sharedReport();
    await this.open(snapshotOf({ type: "report", report: made.report, gold: GOLD }), {
      rows: made.rows,
      ...options,
    });
    return made;
  }

  async send(message: ToAgreementPage): Promise<void> {
    await this.page.evaluate(async (data) => {
      window.postMessage(data);
      await new Promise((done) => setTimeout(done, 20));
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }, message);
  }

  asked<K extends AgreementIntent["do"]>(kind: K): Promise<Extract<AgreementIntent, { do: K }>[]> {
    return this.page.evaluate((wanted) => {
      const { agreementAsked } = window as unknown as { agreementAsked: AgreementIntent[] };
      return agreementAsked.filter((ask): ask is Extract<AgreementIntent, { do: K }> => ask.do === wanted);
    }, kind);
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole("tab", { name }).click();
  }

  /** Opens a figure's export menu and takes an item. */
  async take(figure: string, item: string): Promise<void> {
    await this.page.getByRole("button", { name: `Export: ${figure}` }).click();
    await this.page.getByRole("menuitem", { name: item }).click();
  }
}

let made: ReturnType<typeof report> | undefined;
export const sharedReport = (): ReturnType<typeof report> => (made ??= report());

export const test = base.extend<{ agreement: AgreementPage }, { server: PageServer }>({
  server: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await servePage("agreement");
      await use(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  agreement: async ({ page, server }, use) => {
    await use(new AgreementPage(page, server.origin));
    // Every test: nothing the page did was against its CSP.
    expect(await page.evaluate(() => window.violations)).toEqual([]);
  },
});

export { expect };
