/** What the tree of conversations is made of, for files of any size. */
import type { Conversation } from "../../core/conversation/model.ts";
import type { RowError } from "../../core/formats/format.ts";
import { messageOf } from "../errors.ts";
import type { OpenedFile } from "../library/opened-file.ts";

export type Node =
  | {
      readonly type: "conversation";
      readonly file: OpenedFile;
      readonly index: number;
      readonly conversation: Conversation;
    }
  /** A row of a corpus that is no conversation. */
  | { readonly type: "unreadable"; readonly file: OpenedFile; readonly index: number; readonly why: string }
  /** Conversations `[from, to)`. */
  | { readonly type: "stretch"; readonly file: OpenedFile; readonly from: number; readonly to: number }
  | { readonly type: "errors"; readonly file: OpenedFile }
  | { readonly type: "error"; readonly file: OpenedFile; readonly error: RowError };

/** Longest list under one node. */
export const STRETCH = 200;

/** The nodes for conversations `[from, to)`: they themselves, or at most `STRETCH` stretches of them. */
export async function childrenOf(file: OpenedFile, from: number, to: number): Promise<Node[]> {
  if (to - from <= STRETCH) {
    return Promise.all(Array.from({ length: to - from }, (_, offset) => nodeAt(file, from + offset)));
  }
  let step = STRETCH;
  while (step * STRETCH < to - from) step *= STRETCH;
  const stretches: Node[] = [];
  for (let at = from; at < to; at += step) {
    stretches.push({ type: "stretch", file, from: at, to: Math.min(to, at + step) });
  }
  return stretches;
}

async function nodeAt(file: OpenedFile, index: number): Promise<Node> {
  try {
    return { type: "conversation", file, index, conversation: await file.conversation(index) };
  } catch (error) {
    return { type: "unreadable", file, index, why: messageOf(error) };
  }
}
