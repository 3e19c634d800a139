import * as vscode from "vscode";
import type { Conversation } from "../../core/conversation/model.ts";
import { Cancelled } from "../errors.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import { withoutIcons } from "../plain.ts";
import type { RaterRecord } from "../review/rater-record.ts";
import { summaryOf } from "../review/review.ts";
import { firstWords } from "./first-words.ts";

interface Item extends vscode.QuickPickItem {
  readonly index: number;
}

/** A quick pick of all would take seconds to fill beyond this; a number typed reaches every one. */
const SHOWN = 5_000;
/** Of a corpus that is read row by row, this many on each side of the current one. */
const AROUND = 100;

/** Picks a conversation of a file, by number, title, id or first words. Throws `Cancelled`. */
export async function pickConversation(
  file: OpenedFile,
  current: number,
  record: RaterRecord | undefined,
): Promise<number> {
  const items = await listed(file, current, record);
  const picker = vscode.window.createQuickPick<Item>();
  picker.title = `${file.name} · ${file.count.toLocaleString("en")} conversations`;
  picker.placeholder =
    items.length < file.count
      ? "Type a number; the corpus table finds the others"
      : "Type a number, a title, an id or the first words";
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.items = items;
  picker.activeItems = items.filter(({ index }) => index === current);
  picker.onDidChangeValue(async (value) => {
    const number = /^\d+$/.test(value.trim()) ? Number(value) : undefined;
    const isListed = items.some(({ index }) => index + 1 === number);
    const more = number === undefined || isListed ? [] : await itemsAt(file, [number - 1], record);
    if (picker.value === value) picker.items = more.length > 0 ? more : items;
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

async function listed(
  file: OpenedFile,
  current: number,
  record: RaterRecord | undefined,
): Promise<readonly Item[]> {
  const [from, to] = file.all ? [0, SHOWN] : [Math.max(0, current - AROUND), current + AROUND];
  const indexes = Array.from({ length: Math.min(to, file.count) - from }, (_, offset) => from + offset);
  return itemsAt(file, indexes, record);
}

/** Items of the conversations at these places; rows that can't be read have none. */
async function itemsAt(
  file: OpenedFile,
  indexes: readonly number[],
  record: RaterRecord | undefined,
): Promise<Item[]> {
  const items = indexes.map(async (index) => {
    const conversation = await file.conversation(index).catch(() => undefined);
    return conversation ? [item(conversation, index, record)] : [];
  });
  return (await Promise.all(items)).flat();
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
