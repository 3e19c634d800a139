/** The whole panel: made once, follows the state in place. */
import type { FocusTarget } from "../../src/protocol/review.ts";
import { el, setText, show } from "../ui/dom.ts";
import type { Actions } from "./actions.ts";
import { announcement } from "./announce.ts";
import { Foot } from "./foot.ts";
import { Head } from "./head.ts";
import { KeysDialog } from "./keysDialog.ts";
import { Labels } from "./labels.ts";
import { ExtractionStrip, Notices } from "./notices.ts";
import { Questions } from "./questions.ts";
import { Screens } from "./screens.ts";
import { conversationOf, selectedRow, type PanelState } from "./store.ts";

export class Panel {
  private readonly head: Head;
  private readonly notices: Notices;
  private readonly strip: ExtractionStrip;
  private readonly labels: Labels;
  private readonly questions: Questions;
  private readonly foot: Foot;
  private readonly screens: Screens;
  private readonly keys: KeysDialog;
  private readonly body: HTMLElement;
  private readonly scroller: HTMLElement;
  private readonly live = el("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  private shown: PanelState | undefined;

  constructor(root: HTMLElement, actions: Actions, onScroll: (scrollTop: number) => void) {
    this.head = new Head(actions);
    this.notices = new Notices(actions);
    this.strip = new ExtractionStrip(actions);
    this.labels = new Labels(actions);
    this.questions = new Questions(actions);
    this.foot = new Foot(actions);
    this.screens = new Screens(actions);
    this.keys = new KeysDialog(actions);
    this.body = el("div", { class: "body" }, this.strip.element, this.labels.element, this.questions.element);
    this.scroller = el(
      "main",
      { class: "scroller", tabindex: "-1" },
      this.notices.element,
      this.body,
      this.screens.element,
    );
    this.scroller.addEventListener("scroll", () => onScroll(this.scroller.scrollTop), { passive: true });
    root.replaceChildren(this.head.element, this.scroller, this.foot.element, this.keys.element, this.live);
  }

  update(state: PanelState): void {
    const { snapshot } = state;
    const conversation = conversationOf(state);
    const before = this.shown === undefined ? undefined : conversationOf(this.shown);
    this.shown = state;
    for (const part of [this.head.element, this.body, this.foot.element])
      show(part, conversation !== undefined);
    show(this.screens.element, conversation === undefined);
    this.screens.update(snapshot?.screen);
    if (snapshot !== undefined) this.notices.update(snapshot, conversation, state.problem);
    if (snapshot === undefined || conversation === undefined) return;
    const turned = before?.key !== conversation.key;
    this.head.update(snapshot, conversation);
    this.strip.update(conversation.extraction, conversation.rows.length);
    const selected = selectedRow(state);
    if (turned) this.scroller.scrollTop = 0;
    this.labels.update(conversation, selected, new Set(state.place?.expanded));
    this.questions.update(conversation, state.drafts);
    this.foot.update(conversation);
    const kept = state.place?.scrollTop ?? 0;
    if (turned && kept > 0) this.scroller.scrollTop = kept;
    const said = announcement(before, conversation);
    if (said !== "") setText(this.live, said);
  }

  focus(target: FocusTarget): void {
    if (target === "keys") this.openKeys();
    else if (target === "keysThenTranscript") this.keys.open(true);
    else if (target === "row") this.leave();
    else this.questions.focus(target);
  }

  openKeys(): void {
    this.keys.open();
  }

  /** Back to the labels; where there are none, to the panel itself. */
  leave(): void {
    if (!this.labels.focusSelected()) this.scroller.focus();
  }
}
