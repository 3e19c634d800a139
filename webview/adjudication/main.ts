/** Entry of the adjudication view: wires the host's port, the session and the page. */
import type { FromAdjudicationPage } from "../../src/protocol/adjudication.ts";
import { isToAdjudicationPage } from "../../src/protocol/checkToAdjudicationPage.ts";
import { connectHost } from "../vscodeApi.ts";
import { Page } from "./page.ts";
import { parseKept, Session, type Kept } from "./session.ts";

function start(root: HTMLElement): void {
  const session = new Session(connectHost<FromAdjudicationPage, Kept>(parseKept), Date.now());
  const page = new Page(root, session.actions);
  addEventListener("message", (event: MessageEvent<unknown>) => {
    if (isToAdjudicationPage(event.data)) session.receive(event.data);
  });
  addEventListener("pagehide", () => session.flush());
  session.start(page);
}

const root = document.getElementById("root");
if (root !== null) start(root);
