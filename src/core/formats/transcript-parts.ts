/** Where one conversation of a transcript ends and the next begins. */
import type { Head } from "./transcript-layout.ts";

/** A line of nothing but three or more dashes, stars, underscores or equals signs. */
export function isRule(line: string): boolean {
  return /^(?:-{3,}|\*{3,}|_{3,}|={3,}|(?:- ){2,}-|(?:\* ){2,}\*)$/.test(line.trim());
}

/** "Conversation 2", "### Chat #3", "Transcript 1: …": a heading that counts conversations. */
const COUNTED =
  /^(?:#{1,6} *|\*\*|=+ *|-+ *)?(?:conversation|chat|dialogue?|transcript|session|example|sample)(?: (?:no\.? ?|#)?| ?#)\d{1,6}\b/i;

/** Lines that may stand above a conversation without being prose: headings, rules, "Date: …". */
export function isTrimming(line: string): boolean {
  const text = line.trim();
  return (
    text === "" ||
    isRule(text) ||
    /^#{1,6} /.test(text) ||
    COUNTED.test(text) ||
    /^[*_]{0,2}[\w ]{1,30}[*_]{0,2}:/.test(text)
  );
}

/** Index of the rule that is the last filled line above a head. */
function ruleAbove(head: Head, lines: readonly string[]): number | undefined {
  let at = head.line - 1;
  while (at >= 0 && (lines[at] ?? "").trim() === "") at--;
  return at >= 0 && isRule(lines[at] ?? "") ? at : undefined;
}

export interface TranscriptPart {
  readonly heads: readonly Head[];
  /** Line on which the part begins: its divider, if it has one. */
  readonly from: number;
}

/**
 * Divides heads into conversations. A new one begins at a head of a user or a system message that comes after
 * a reply and stands under a clear divider: a heading that counts conversations, a rule of equals signs, or,
 * in transcripts of the kind `Name: …`, any rule. Markdown exports use rules as decoration, so there a rule
 * alone divides nothing; and where rules also stand above replies they divide turns.
 */
export function partsOf(
  heads: readonly Head[],
  lines: readonly string[],
  code: readonly boolean[],
): TranscriptPart[] {
  const rules = heads.map((head) => ruleAbove(head, lines));
  const decorative =
    heads.some((head, index) => index > 0 && head.role === "assistant" && rules[index] !== undefined) ||
    !/^(?:>|timed )*(?:prefix|bracket|chatml)$/.test(heads[0]?.style ?? "");
  const parts: { heads: Head[]; from: number }[] = [];
  heads.forEach((head, index) => {
    const before = heads[index - 1];
    const opens = head.role === "system" || head.role === "user";
    const answered = before !== undefined && before.role !== "user" && before.role !== "system";
    const rule = rules[index];
    const strong = rule !== undefined && /^={3,}$/.test((lines[rule] ?? "").trim());
    const divided =
      strong ||
      (rule !== undefined && !decorative) ||
      (before !== undefined && countedAbove(before, head, lines, code));
    const part = parts.at(-1);
    if (part === undefined) parts.push({ heads: [head], from: 0 });
    else if (opens && answered && divided) parts.push({ heads: [head], from: dividerAbove(head, lines) });
    else part.heads.push(head);
  });
  return parts;
}

/** First of the empty lines, rules and counting headings that stand directly above a head. */
function dividerAbove(head: Head, lines: readonly string[]): number {
  let at = head.line;
  let from = head.line;
  while (at > 0) {
    const line = (lines[--at] ?? "").trim();
    if (line !== "" && !isRule(line) && !(line.length < 120 && COUNTED.test(line))) break;
    from = at;
  }
  return from;
}

/** One of the last two filled lines above a head counts conversations. */
function countedAbove(before: Head, head: Head, lines: readonly string[], code: readonly boolean[]): boolean {
  let seen = 0;
  for (let at = head.line - 1; at > before.line && seen < 2; at--) {
    const line = (lines[at] ?? "").trim();
    if (line === "" || code[at] === true) continue;
    seen++;
    if (line.length < 120 && COUNTED.test(line)) return true;
  }
  return false;
}

/** The first heading, or the only line, of what stands above the first head. */
export function titleLine(lines: readonly string[]): string | undefined {
  const filled = lines.map((line) => line.trim()).filter((line) => line !== "" && !isRule(line));
  const heading = filled.map((line) => /^#{1,6} +(\S.*)$/.exec(line)?.[1]).find((text) => text !== undefined);
  const title = heading ?? (filled.length === 1 ? filled[0] : undefined);
  if (title === undefined || title.length > 200) return undefined;
  const plain = title.replace(/^[=*\s]+|[=*\s]+$/g, "");
  return plain === "" ? undefined : plain;
}
