/** Entry of the agreement & gold editor: wires the host's port, the session and the page. */
import type { FromAgreementPage } from "../../src/protocol/agreement.ts";
import { isToAgreementPage } from "../../src/protocol/checkToAgreementPage.ts";
import { registerControls } from "../ui/toolkit.ts";
import { connectHost } from "../vscodeApi.ts";
import { parseKept, type Kept } from "./kept.ts";
import { Page } from "./page.ts";
import { Session } from "./session.ts";

function start(root: HTMLElement): void {
  registerControls();
  const session = new Session(connectHost<FromAgreementPage, Kept>(parseKept), Date.now());
  const page = new Page(root, session.actions);
  addEventListener("message", (event: MessageEvent<unknown>) => {
    if (isToAgreementPage(event.data)) session.receive(event.data);
  });
  session.start(page);
}

const root = document.getElementById("root");
if (root !== null) start(root);
