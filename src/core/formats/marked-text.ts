/** Conversations written as one text in which markers such as "\n\nHuman:" begin the turns. */
import type { Role, Turn } from "../conversation/model.ts";
import { textBlock } from "./chat-content.ts";
import { roleOf } from "./roles.ts";

export interface MarkedText {
  readonly turns: readonly Turn[];
  readonly notes: readonly string[];
}

/** How the turns are marked. `pattern` is global; its first group is the role's name. */
export interface Marking {
  readonly pattern: RegExp;
  /** White space that belongs to the marking and not to the words: taken off the end of every turn but the last. */
  readonly gap: string;
}

/** "Human:" or "Assistant:" after an empty line, or at the very start; elsewhere they are just words. */
export const HUMAN_ASSISTANT: Marking = { pattern: /(?:^|\n\n)(Human|Assistant): ?/g, gap: "" };

/** "### Human:" anywhere at the start of a line, as in Guanaco's files. */
export const HASH_MARKED: Marking = {
  pattern: /(?:^|\n|(?<=[^#]))### ?(Human|User|Assistant|System|Instruction|Response): ?\n?/g,
  gap: "\n",
};

/** ChatML: <|im_start|>role … <|im_end|>. */
export const CHATML: Marking = { pattern: /(?:<\|im_end\|>\s{0,4})?<\|im_start\|>(\w{1,20})\n?/g, gap: "" };

/** How often the markers stand in a text; counts to 1,000. */
export function countMarkers(text: string, marking: Marking): number {
  let count = 0;
  for (const _ of text.matchAll(marking.pattern)) if (++count >= 1_000) break;
  return count;
}

/** Cuts a text at its markers. Text before the first becomes a system turn. Empty turns are kept. */
export function readMarkedText(text: string, marking: Marking): MarkedText {
  const turns: Turn[] = [];
  const notes: string[] = [];
  let role: Role | undefined;
  let from = 0;
  const close = (to: number, last: boolean) => {
    let piece = text.slice(from, to);
    if (!last && marking.gap !== "" && piece.endsWith(marking.gap))
      piece = piece.slice(0, -marking.gap.length);
    if (last && marking === CHATML) piece = piece.replace(/<\|im_end\|>\s{0,4}$/, "");
    if (role !== undefined) turns.push({ role, blocks: textBlock(piece) });
    else if (piece.trim() !== "") {
      turns.push({ role: "system", blocks: textBlock(piece) });
      notes.push("text before the first speaker read as a system turn");
    }
  };
  for (const match of text.matchAll(marking.pattern)) {
    close(match.index, false);
    role = markedRole(match[1] ?? "");
    from = match.index + match[0].length;
  }
  close(text.length, true);
  if (turns.some((turn, i) => i > 0 && turn.role === turns[i - 1]?.role))
    notes.push("the same speaker stands twice in a row");
  return { turns, notes };
}

function markedRole(name: string): Role {
  const known = roleOf(name);
  if (known !== undefined)
    return known === "system" && name !== "System" && name !== "system" ? "user" : known;
  return name === "Instruction" ? "user" : "assistant";
}
