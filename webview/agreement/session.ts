/** The page's dealings with the host: intents out, snapshots and windows of rows in. */
import type {
  AgreementIntent,
  AgreementSnapshot,
  DisagreementRow,
  FromAgreementPage,
  ToAgreementPage,
} from "../../src/protocol/agreement.ts";
import type { TaskView } from "../../src/protocol/corpus.ts";
import { Asker } from "../../src/protocol/channel.ts";
import type { HostPort } from "../vscodeApi.ts";
import type { Actions } from "./actions.ts";
import { FIRST, type Kept, type Tab } from "./kept.ts";

/** A request that isn't answered in this time has met a host that hangs. */
const ANSWER_MS = 15_000;
/** These wait for a person, or for long work. */
const UNTIMED = new Set<AgreementIntent["do"]>([
  "open",
  "adjudicate",
  "makeGold",
  "exportGold",
  "previewCard",
  "save",
  "setRater",
  "compute",
  "choose",
]);
/** How long "Copied" stays. */
const TOLD_MS = 4_000;

type Handle = ReturnType<typeof setTimeout>;

export interface PageState {
  readonly snapshot: AgreementSnapshot | undefined;
  readonly kept: Kept;
  /** What went wrong last; "" when nothing did. */
  readonly problem: string;
  /** "Copied", for a moment. */
  readonly told: string;
}

export interface View {
  readonly update: (state: PageState) => void;
  readonly progress: (tasks: readonly TaskView[]) => void;
  readonly rows: (generation: number, rows: readonly DisagreementRow[]) => void;
  readonly focus: (target: Tab) => void;
}

export class Session {
  private state: PageState;
  private view: View | undefined;
  private tellTimer: Handle | undefined;
  private readonly asker: Asker<AgreementIntent, Handle>;
  private readonly port: HostPort<FromAgreementPage, Kept>;

  constructor(port: HostPort<FromAgreementPage, Kept>, firstId: number) {
    this.port = port;
    this.state = { snapshot: undefined, kept: port.restore() ?? FIRST, problem: "", told: "" };
    this.asker = new Asker(
      ({ intent, ask }) => port.post({ type: "intent", intent, ask }),
      { set: (run, ms) => setTimeout(run, ms), clear: (handle) => clearTimeout(handle) },
      firstId,
    );
  }

  start(view: View): void {
    this.view = view;
    view.update(this.state);
    this.port.post({ type: "viewLoaded" });
  }

  receive(message: ToAgreementPage): void {
    switch (message.type) {
      case "reply":
        this.asker.settle(message);
        break;
      case "rows":
        this.view?.rows(message.generation, message.rows);
        break;
      case "progress":
        this.view?.progress(message.tasks);
        break;
      case "focus":
        this.view?.focus(message.target);
        break;
      case "snapshot": {
        const { snapshot } = message;
        if (snapshot.revision < (this.state.snapshot?.revision ?? -1)) return;
        this.become({ snapshot });
        if (snapshot.key !== this.state.kept.key) this.actions.keep({ key: snapshot.key });
      }
    }
  }

  readonly actions: Actions = {
    ask: (intent) => void this.ask(intent),
    keep: (change) => {
      this.become({ kept: { ...this.state.kept, ...change } });
      this.port.keep(this.state.kept);
    },
    copy: (text) => void this.copy(text),
    save: (name, type, data) => void this.ask({ do: "save", name, type, data }),
    fail: (problem) => this.become({ problem }),
  };

  private async copy(text: string): Promise<void> {
    if (!(await this.ask({ do: "copy", text }))) return;
    this.become({ told: "Copied." });
    clearTimeout(this.tellTimer);
    this.tellTimer = setTimeout(() => this.become({ told: "" }), TOLD_MS);
  }

  private async ask(intent: AgreementIntent): Promise<boolean> {
    const outcome = await this.asker.ask(intent, UNTIMED.has(intent.do) ? undefined : ANSWER_MS);
    if (outcome.type === "done") {
      if (this.state.problem !== "" && intent.do !== "rows") this.become({ problem: "" });
      return true;
    }
    this.become({
      problem: outcome.type === "failed" ? outcome.error : `No answer within ${outcome.afterMs / 1000} s.`,
    });
    return false;
  }

  private become(change: Partial<PageState>): void {
    this.state = { ...this.state, ...change };
    this.view?.update(this.state);
  }
}
