/** The page's dealings with the host: intents out, snapshots in, typed reasons kept. */
import type {
  AdjudicationFocus,
  AdjudicationIntent,
  AdjudicationSnapshot,
  FromAdjudicationPage,
  ToAdjudicationPage,
} from "../../src/protocol/adjudication.ts";
import { Asker } from "../../src/protocol/channel.ts";
import type { HostPort } from "../vscodeApi.ts";

const ANSWER_MS = 15_000;
const DRAFT_MS = 300;
/** These wait for a person, or for long work. */
const UNTIMED = new Set<AdjudicationIntent["do"]>(["other", "add", "setRater", "retry", "toggleDisputed"]);

type Handle = ReturnType<typeof setTimeout>;

export interface Kept {
  /** The snapshot's key. */
  readonly key: string;
}

export function parseKept(kept: unknown): Kept | undefined {
  if (typeof kept !== "object" || kept === null || !("key" in kept)) return undefined;
  return typeof kept.key === "string" ? { key: kept.key } : undefined;
}

export interface PageState {
  readonly snapshot: AdjudicationSnapshot | undefined;
  /** Chosen here, and not yet in a snapshot. */
  readonly selecting: string | undefined;
  readonly problem: string;
}

export interface View {
  readonly update: (state: PageState) => void;
  readonly focus: (target: AdjudicationFocus) => void;
}

export interface Actions {
  readonly ask: (intent: AdjudicationIntent) => void;
  readonly select: (row: string) => void;
  /** Remembers a typed reason; saved on Enter or when the field is left. */
  readonly typed: (row: string, text: string) => void;
  readonly openKeys: () => void;
}

export class Session {
  private state: PageState = { snapshot: undefined, selecting: undefined, problem: "" };
  private view: View | undefined;
  private selects = 0;
  private isSelecting = false;
  private draft: { readonly send: () => void; readonly timer: Handle } | undefined;
  private readonly asker: Asker<{ intent: AdjudicationIntent; conversation: string | undefined }, Handle>;
  private readonly port: HostPort<FromAdjudicationPage, Kept>;

  constructor(port: HostPort<FromAdjudicationPage, Kept>, firstId: number) {
    this.port = port;
    this.asker = new Asker(
      ({ intent, ask: { intent: ask, conversation } }) =>
        port.post({ type: "intent", intent, ask, ...(conversation === undefined ? {} : { conversation }) }),
      { set: (run, ms) => setTimeout(run, ms), clear: (handle) => clearTimeout(handle) },
      firstId,
    );
  }

  start(view: View): void {
    this.view = view;
    view.update(this.state);
    this.port.post({ type: "viewLoaded" });
  }

  receive(message: ToAdjudicationPage): void {
    if (message.type === "reply") this.asker.settle(message);
    else if (message.type === "focus") this.view?.focus(message.target);
    else if (message.snapshot.revision >= (this.state.snapshot?.revision ?? -1)) {
      const { snapshot } = message;
      if (snapshot.key !== this.state.snapshot?.key) this.port.keep({ key: snapshot.key });
      // A snapshot that crosses a selection on its way doesn't move it back.
      this.become({ snapshot, ...(this.isSelecting ? {} : { selecting: undefined }) });
    }
  }

  /** Sends at once what waits for its timer; for when the page goes. */
  flush(): void {
    this.draft?.send();
  }

  readonly actions: Actions = {
    ask: (intent) => void this.ask(intent),
    select: (row) => void this.select(row),
    typed: (row, text) => this.typed(row, text),
    openKeys: () => this.view?.focus("keys"),
  };

  private get conversation(): string | undefined {
    const screen = this.state.snapshot?.screen;
    return screen?.type === "conversation" ? screen.conversation.key : undefined;
  }

  private async select(row: string): Promise<void> {
    const mine = ++this.selects;
    this.isSelecting = true;
    this.become({ selecting: row });
    const told = await this.ask({ do: "select", row });
    if (mine !== this.selects) return;
    this.isSelecting = false;
    if (!told) this.become({ selecting: undefined });
  }

  private typed(row: string, text: string): void {
    const { conversation } = this;
    clearTimeout(this.draft?.timer);
    const send = (): void => {
      clearTimeout(this.draft?.timer);
      this.draft = undefined;
      // The conversation may have been turned since: the draft is of the one it was typed in.
      void this.asker.ask({ intent: { do: "draft", row, text }, conversation }, ANSWER_MS);
    };
    this.draft = { send, timer: setTimeout(send, DRAFT_MS) };
  }

  /** True when it was done. */
  private async ask(intent: AdjudicationIntent): Promise<boolean> {
    const { conversation } = this;
    if (intent.do === "reason") {
      clearTimeout(this.draft?.timer);
      this.draft = undefined;
    }
    const outcome = await this.asker.ask(
      { intent, conversation },
      UNTIMED.has(intent.do) ? undefined : ANSWER_MS,
    );
    if (outcome.type === "done") {
      if (this.state.problem !== "" && intent.do !== "select") this.become({ problem: "" });
      return true;
    }
    const problem =
      outcome.type === "failed"
        ? outcome.error
        : `No answer within ${outcome.afterMs / 1000} s, so this may not be recorded.`;
    this.become({ problem });
    return false;
  }

  private become(change: Partial<PageState>): void {
    this.state = { ...this.state, ...change };
    this.view?.update(this.state);
  }
}
