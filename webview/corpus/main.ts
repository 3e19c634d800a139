/** Entry of the corpus editor's page: wires the host's port, the session and the page. */
import { isToCorpusPage } from "../../src/protocol/checkToCorpusPage.ts";
import type { FromCorpusPage } from "../../src/protocol/corpus.ts";
import { registerControls } from "../ui/toolkit.ts";
import { connectHost } from "../vscodeApi.ts";
import { parseKept, type Kept } from "./kept.ts";
import { Page } from "./page.ts";
import { Session } from "./session.ts";

/** px from which there is room for the pane of values beside the table. */
const WIDE = 1000;

function start(root: HTMLElement): void {
  registerControls();
  const port = connectHost<FromCorpusPage, Kept>(parseKept);
  const session = new Session(port, Date.now(), { facetsOpen: innerWidth >= WIDE });
  const page: Page = new Page(root, {
    ask: (intent) => session.ask(intent),
    query: (text, now) => {
      page.forgetPlace();
      session.query(text, now);
    },
    sort: (sort) => session.sort(sort),
    columns: (columns) => session.columns(columns),
    facets: (open, columns) => session.facets(open, columns),
    keep: (change) => session.keep(change),
    dismissProblem: () => session.dismissProblem(),
    openKeys: () => page.openKeys(),
    toTable: () => page.focus("table"),
    toSearch: () => page.focus("search"),
  });
  addEventListener("message", (event: MessageEvent<unknown>) => {
    if (isToCorpusPage(event.data)) session.receive(event.data);
  });
  addEventListener("pagehide", () => session.flush());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") session.flush();
  });
  session.start(page);
}

const root = document.getElementById("root");
if (root !== null) start(root);
