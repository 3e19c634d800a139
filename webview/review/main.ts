/** Entry of the review panel: wires the host's port, the session and the page. */
import { isToPanel } from "../../src/protocol/checkToPanel.ts";
import type { FromPanel } from "../../src/protocol/review.ts";
import { registerControls } from "../ui/toolkit.ts";
import { connectHost } from "../vscodeApi.ts";
import { Panel } from "./panel.ts";
import { Session } from "./session.ts";
import { parseKept, type Kept } from "./store.ts";

function start(root: HTMLElement): void {
  registerControls();
  const session = new Session(connectHost<FromPanel, Kept>(parseKept), Date.now());
  const panel: Panel = new Panel(
    root,
    session.actions({ keys: () => panel.openKeys(), leave: () => panel.leave() }),
    (scrollTop) => session.scrolled(scrollTop),
  );
  addEventListener("message", (event: MessageEvent<unknown>) => {
    if (isToPanel(event.data)) session.receive(event.data);
  });
  addEventListener("pagehide", () => session.flush());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") session.flush();
  });
  session.start(panel);
}

const root = document.getElementById("root");
if (root !== null) start(root);
