/** The panel's dealings with the host: intents out, snapshots in, drafts kept, failures told. */
import { Asker } from "../../src/protocol/channel.ts";
import type { FromPanel, Intent, ToPanel } from "../../src/protocol/review.ts";
import type { HostPort } from "../vscodeApi.ts";
import type { Actions } from "./actions.ts";
import { savedText, setDraft, type DraftField } from "./drafts.ts";
import {
  accept,
  conversationOf,
  EMPTY_STATE,
  fromKept,
  selectedRow,
  toKept,
  toldSelecting,
  withPlace,
  withProblem,
  withSelecting,
  type Kept,
  type PanelState,
} from "./store.ts";

/** A plain request that isn't answered in this time has met a host that hangs. */
const ANSWER_MS = 10_000;
const DRAFT_MS = 300;
const KEEP_MS = 150;

/** These wait for a person, or for a long run. */
const UNTIMED = new Set<Intent["do"]>([
  "correct",
  "add",
  "extract",
  "openFile",
  "pickConversation",
  "setRater",
  "editKeys",
]);

type Handle = ReturnType<typeof setTimeout>;

export interface View {
  readonly update: (state: PanelState) => void;
  readonly focus: (target: Extract<ToPanel, { type: "focus" }>["target"]) => void;
}

export class Session {
  state: PanelState;
  private readonly port: HostPort<FromPanel, Kept>;
  private readonly asker: Asker<{ intent: Intent; conversation: string | undefined }, Handle>;
  private readonly draftTimers = new Map<DraftField, { timer: Handle; send: () => void }>();
  private keepTimer: Handle | undefined;
  /** Texts on their way to be saved, so that Enter and then leaving the field save once. */
  private readonly inFlight = new Map<string, string>();
  private selects = 0;
  private view: View | undefined;

  constructor(port: HostPort<FromPanel, Kept>, firstId: number) {
    this.port = port;
    const kept = port.restore();
    this.state = kept === undefined ? EMPTY_STATE : fromKept(kept);
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

  receive(message: ToPanel): void {
    if (message.type === "reply") this.asker.settle(message);
    else if (message.type === "focus") this.view?.focus(message.target);
    else this.become(accept(this.state, message.snapshot));
  }

  scrolled(scrollTop: number): void {
    this.state = withPlace(this.state, { scrollTop });
    this.keepSoon();
  }

  /** Sends and keeps at once what is still waiting for its timer; for when the page goes. */
  flush(): void {
    for (const entry of this.draftTimers.values()) entry.send();
    this.keepNow();
  }

  actions(open: { keys: () => void; leave: () => void }): Actions {
    return {
      ask: (intent) => void this.ask(intent),
      select: (row) => void this.select(row),
      setExpanded: (row, expanded) => {
        const others = (this.state.place?.expanded ?? []).filter((id) => id !== row);
        this.become(withPlace(this.state, { expanded: expanded ? [...others, row] : others }));
      },
      typed: (field, text) => this.typed(field, text),
      save: (field, text) => void this.save(field, text),
      dismissProblem: () => this.become(withProblem(this.state, undefined)),
      openKeys: open.keys,
      leave: open.leave,
    };
  }

  private become(state: PanelState): void {
    if (state === this.state) return;
    this.state = state;
    this.view?.update(state);
    this.keepSoon();
  }

  /** True when it was done. A failure is shown until the next success or until dismissed. */
  private async ask(intent: Intent): Promise<boolean> {
    const conversation = conversationOf(this.state)?.key;
    // While no rater is named, whatever is asked may wait for a person to give the name.
    const waits = UNTIMED.has(intent.do) || this.state.snapshot?.rater === undefined;
    const outcome = await this.asker.ask({ intent, conversation }, waits ? undefined : ANSWER_MS);
    if (outcome.type === "done") {
      if (this.state.problem !== undefined && intent.do !== "draft")
        this.become(withProblem(this.state, undefined));
      return true;
    }
    const problem =
      outcome.type === "failed"
        ? outcome.error
        : `No answer within ${outcome.afterMs / 1000} s, so this may not be recorded. Run "Developer: Reload Window" if it happens again; nothing saved is lost.`;
    this.become(withProblem(this.state, problem));
    return false;
  }

  private async select(row: string): Promise<void> {
    if (row === selectedRow(this.state)) return;
    const mine = ++this.selects;
    this.become(withSelecting(this.state, row));
    this.view?.focus("row");
    const told = await this.ask({ do: "select", row });
    if (mine !== this.selects) return;
    this.become(told ? toldSelecting(this.state) : withSelecting(this.state, undefined));
  }

  private typed(field: DraftField, text: string): void {
    const key = conversationOf(this.state)?.key;
    if (key === undefined) return;
    this.become({ ...this.state, drafts: setDraft(this.state.drafts, key, field, { text, saved: false }) });
    clearTimeout(this.draftTimers.get(field)?.timer);
    const send = (): void => {
      this.cancelDraft(field);
      // The conversation may have been turned since: the draft is of the one it was typed in.
      void this.asker.ask({ intent: { do: "draft", field, text }, conversation: key }, ANSWER_MS);
    };
    this.draftTimers.set(field, { timer: setTimeout(send, DRAFT_MS), send });
  }

  private cancelDraft(field: DraftField): void {
    clearTimeout(this.draftTimers.get(field)?.timer);
    this.draftTimers.delete(field);
  }

  private async save(field: DraftField, text: string): Promise<void> {
    const conversation = conversationOf(this.state);
    if (conversation === undefined) return;
    const { key } = conversation;
    const draft = this.state.drafts.get(key)?.[field];
    const unchanged = text === savedText(conversation, field);
    const slot = `${field} ${key}`;
    if (draft?.saved === true || this.inFlight.get(slot) === text || unchanged) return;
    this.cancelDraft(field);
    this.inFlight.set(slot, text);
    const saved = await this.ask(saveIntent(field, text));
    if (this.inFlight.get(slot) === text) this.inFlight.delete(slot);
    if (!saved || this.state.drafts.get(key)?.[field]?.text !== text) return;
    this.become({ ...this.state, drafts: setDraft(this.state.drafts, key, field, { text, saved: true }) });
  }

  private keepSoon(): void {
    this.keepTimer ??= setTimeout(() => this.keepNow(), KEEP_MS);
  }

  private keepNow(): void {
    clearTimeout(this.keepTimer);
    this.keepTimer = undefined;
    this.port.keep(toKept(this.state));
  }
}

function saveIntent(field: DraftField, text: string): Intent {
  if (field === "note") return { do: "note", text };
  return text.trim() === ""
    ? { do: "clearAnswer", kind: "task" }
    : { do: "answer", kind: "task", value: text };
}
