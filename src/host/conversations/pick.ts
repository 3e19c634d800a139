import * as vscode from "vscode";
import type { Conversation } from "../../core/conversation/model.ts";
import { Cancelled } from "../errors.ts";
import type { OpenedFile } from "../library/library.ts";
import { withoutIcons } from "../plain.ts";
import type { RaterRecord } from "../review/rater-record.ts";
import { summaryOf } from "../review/review.ts";
import { firstWords } from "./first-words.ts";

interface Item extends vscode.QuickPickItem {
  readonly index: number;
}

/** A quick pick of all would take seconds to fill beyond this; a number typed reaches every one. */
const SHOWN = 5_000;

/** Picks a conversation of a file, by number, title, id or first words. Throws `Cancelled`. */
export function pickConversation(
  file: OpenedFile,
  current: number,
  record: RaterRecord | undefined,
): Promise<number> {
  const picker = vscode.window.createQuickPick<Item>();
  const total = file.conversations.length;
  picker.title = `${file.name} · ${total.toLocaleString("en")} conversations`;
  picker.placeholder = "Type a number, a title, an id or the first words";
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  const items = file.conversations
    .slice(0, SHOWN)
    .map((conversation, index) => item(conversation, index, record));
  picker.items = items;
  const active = items[current];
  if (active) picker.activeItems = [active];
  picker.onDidChangeValue((value) => {
    const number = /^\d+$/.test(value.trim()) ? Number(value) : undefined;
    const conversation = number === undefined ? undefined : file.conversations[number - 1];
    picker.items =
      number !== undefined && number > SHOWN && conversation
        ? [item(conversation, number - 1, record)]
        : items;
  });
  return new Promise((resolve, reject) => {
    picker.onDidAccept(() => {
      const chosen = picker.activeItems[0];
      if (!chosen) return;
      resolve(chosen.index);
      picker.hide();
    });
    picker.onDidHide(() => {
      picker.dispose();
      reject(new Cancelled());
    });
    picker.show();
  });
}

function item(conversation: Conversation, index: number, record: RaterRecord | undefined): Item {
  const summary = summaryOf(record, conversation);
  const sign =
    summary.status === "done" ? "$(pass) " : summary.status === "skipped" ? "$(debug-step-over) " : "";
  const words = withoutIcons(conversation.title ?? firstWords(conversation));
  const turns = conversation.turns.length;
  return {
    index,
    label: `${sign}${index + 1}  ${words}`,
    description: `${turns === 1 ? "1 turn" : `${turns} turns`}${summary.flagged ? " · flagged" : ""}`,
    ...(conversation.title === undefined ? {} : { detail: withoutIcons(firstWords(conversation)) }),
  };
}
