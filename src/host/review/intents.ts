/** What the panel asks for, carried out. */
import * as vscode from "vscode";
import type { Intent } from "../../protocol/review.ts";
import { UserError } from "../errors.ts";
import type { ReviewActions } from "./actions.ts";
import type { Desk } from "./desk.ts";
import type { DraftKeeper } from "./draft-keeper.ts";
import { revealSpan } from "./selection.ts";

const COMMANDS = {
  openFile: "valuemark.open",
  pickConversation: "valuemark.pickConversation",
  setRater: "valuemark.setRater",
  showTranscript: "valuemark.showTranscript",
  editKeys: "valuemark.editKeys",
  extract: "valuemark.extractLocal",
} as const;

/**
 * Carries one intent out. `conversation`: the one the panel showed; when another is current by now, judgements are
 * refused, and a draft is kept for the conversation it was typed for.
 */
export async function carryOut(
  ask: Intent,
  conversation: string | undefined,
  {
    desk,
    actions,
    drafts,
  }: { readonly desk: Desk; readonly actions: ReviewActions; readonly drafts: DraftKeeper },
): Promise<void> {
  if (ask.do === "draft") {
    const key = conversation ?? desk.current?.key;
    if (key === undefined) return;
    drafts.set(key, ask.field, ask.text === "" ? undefined : ask.text);
    const review = desk.byKey(key);
    if (review) review.drafts = drafts.get(key);
    return;
  }
  if (ask.do in COMMANDS) {
    const command = Object.entries(COMMANDS).find(([id]) => id === ask.do)?.[1];
    if (command) await vscode.commands.executeCommand(command);
    return;
  }
  await actions.run(async () => {
    if (conversation !== undefined && desk.current?.key !== conversation) {
      throw new UserError("Another conversation is on show by now. Nothing was judged.");
    }
    await act(ask, actions, desk, drafts);
  });
}

async function act(ask: Intent, actions: ReviewActions, desk: Desk, drafts: DraftKeeper): Promise<void> {
  const review = actions.currentReview();
  switch (ask.do) {
    case "confirm":
    case "reject":
      return actions.judge(ask.do, ask.row);
    case "correct":
      return actions.correct(ask.row);
    case "retract":
      return actions.retract(ask.row);
    case "select":
    case "reveal": {
      review.selected = ask.row;
      const row = review.selectedRow;
      if (row) revealSpan(review, row, ask.do === "reveal" ? ask.span : 0, false);
      return desk.touch(review);
    }
    case "add":
      return actions.add(ask.kind);
    case "answer":
      await actions.answer(ask.kind, ask.value);
      if (ask.kind === "task") dropDraft(review.key, "task", drafts, desk);
      return;
    case "clearAnswer":
      return actions.clearAnswer(ask.kind);
    case "note":
      await actions.note(ask.text);
      return dropDraft(review.key, "note", drafts, desk);
    case "flag":
      return actions.flag();
    case "done":
    case "skip":
      return actions.finish(ask.do, true);
    case "reopen":
      return actions.reopen();
    case "undo":
    case "redo":
      return actions.step(ask.do, true);
    case "next":
      return actions.go({ step: 1 }, true);
    case "previous":
      return actions.go({ step: -1 }, true);
    default:
      throw new UserError("The panel asked for something this version does not know.");
  }
}

/** What was saved is no draft any more. */
function dropDraft(key: string, field: "note" | "task", drafts: DraftKeeper, desk: Desk): void {
  drafts.set(key, field, undefined);
  const review = desk.byKey(key);
  if (!review) return;
  review.drafts = drafts.get(key);
  desk.touch(review);
}
