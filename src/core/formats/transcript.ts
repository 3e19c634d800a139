/** Transcripts as plain text or Markdown: turns that begin with a speaker at the start of a line. */
import type { Block, Conversation, JsonObject, Turn } from "../conversation/model.ts";
import type { ReadItem, Recognition, TextFormat } from "./format.ts";
import { getFilled, merge, toIso } from "./json-access.ts";
import { frontMatter } from "./transcript-front-matter.ts";
import { bodyStart, type Head, layoutOf } from "./transcript-layout.ts";
import { fenced, splitLines } from "./transcript-lines.ts";
import { authorOfName } from "./transcript-roles.ts";
import { isRule, partsOf, titleLine } from "./transcript-parts.ts";

export const transcript: TextFormat = {
  kind: "text",
  id: "transcript",
  title: "Transcript (text or Markdown)",
  recognise,
  read,
};

/** Enough to tell what a file is, in UTF-16 code units. */
const SAMPLE = 200_000;

function recognise(text: string): Recognition {
  const { score, reason } = layoutOf(splitLines(text.slice(0, SAMPLE)));
  return { score, reason };
}

function* read(text: string): Generator<ReadItem> {
  const lines = splitLines(text);
  const layout = layoutOf(lines);
  const first = layout.heads[0];
  if (first === undefined) {
    yield {
      type: "error",
      error: { row: 0, line: 1, reason: "no line begins with a speaker such as “User:” or “Assistant:”" },
    };
    return;
  }
  const matter = frontMatter(lines);
  const parts = partsOf(layout.heads, lines, fenced(lines));
  let row = 0;
  for (const [index, { heads, from }] of parts.entries()) {
    const part: Part = {
      heads,
      from: index === 0 ? bodyStart(lines) : from,
      end: parts[index + 1]?.from ?? lines.length,
    };
    const made = toConversation(part, lines, matter, row);
    if (made === undefined) {
      const line = (heads[0]?.line ?? 0) + 1;
      yield {
        type: "error",
        error: { row: row++, line, reason: "speakers are named from this line on, but none says anything" },
      };
      continue;
    }
    row++;
    const notes = [...layout.notes, ...made.notes];
    if (parts.length > 1) notes.push("the file was divided into conversations at its dividing lines");
    yield { type: "conversation", conversation: { ...made, notes } };
  }
}

interface Part {
  readonly heads: readonly Head[];
  /** Lines `[from, end)`. */
  readonly from: number;
  readonly end: number;
}

function toConversation(
  part: Part,
  lines: readonly string[],
  matter: JsonObject,
  row: number,
): Conversation | undefined {
  const { heads, from, end } = part;
  const first = heads[0];
  if (first === undefined) return undefined;
  const notes: string[] = [];
  const times: (string | null)[] = [];
  const turns = heads.flatMap((head, index): Turn[] => {
    const stop = heads[index + 1]?.line ?? end;
    const turn = toTurn(head, lines.slice(head.line + 1, stop), index < heads.length - 1);
    if (turn.blocks.length === 0 && index === heads.length - 1) {
      notes.push("the last speaker is named but says nothing; left out");
      return [];
    }
    times.push(head.time ?? null);
    return [turn];
  });
  if (turns.every((turn) => turn.blocks.length === 0)) return undefined;
  const before = lines.slice(from, first.line);
  const title = getFilled(matter, "title") ?? titleLine(before);
  const preamble = withoutEdges(before.filter((line) => !isRule(line)));
  if (preamble !== "" && preamble.split("\n").length > (title === undefined ? 0 : 1)) {
    notes.push("text before the first speaker is kept in the metadata as preamble");
  }
  return {
    id: `line ${first.line + 1}`,
    ...(title === undefined ? {} : { title }),
    format: "transcript",
    position: { row, line: first.line + 1 },
    turns,
    metadata: merge(matter, {
      preamble: preamble === "" ? undefined : preamble,
      times: times.some((time) => time !== null) ? times : undefined,
    }),
    notes,
  };
}

/** `below`: the lines under the head. Before another head, a rule at their end divides turns and is no word. */
function toTurn(head: Head, below: readonly string[], followed: boolean): Turn {
  let body = followed ? withoutLastRule(below) : [...below];
  if (head.style.startsWith(">") || (head.style === "quote" && head.role === "user")) {
    body = body.map((line) => line.replace(/^> ?/, ""));
  }
  if (head.style === "cli") body = body.map((line) => line.replace(/^ {2}/, ""));
  let text = withoutEdges([head.rest.replace(/^[ \t]/, ""), ...body]);
  if (head.style.endsWith("chatml")) text = withoutEndToken(text);
  const blocks: Block[] =
    text === "" ? [] : [head.role === "tool" ? { type: "tool_result", text } : { type: "text", text }];
  const at = toIso(head.time);
  const author = head.style === "cli" || head.style === "quote" ? undefined : authorOfName(head.label);
  return {
    role: head.role,
    blocks,
    ...(at === undefined ? {} : { at }),
    ...(author === undefined ? {} : { author }),
  };
}

function withoutEndToken(text: string): string {
  const end = text.trimEnd();
  const token = ["<|im_end|>", "<|eot_id|>", "<|end_of_text|>", "<|endoftext|>"].find((each) =>
    end.endsWith(each),
  );
  return token === undefined ? text : end.slice(0, -token.length).trimEnd();
}

/** Joins lines, without the empty ones at either end; a head's line that says nothing is one of these. */
function withoutEdges(lines: readonly string[]): string {
  let start = 0;
  let end = lines.length;
  while (start < end && lines[start]?.trim() === "") start++;
  while (end > start && lines[end - 1]?.trim() === "") end--;
  return lines.slice(start, end).join("\n");
}

function withoutLastRule(lines: readonly string[]): string[] {
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return last >= 0 && isRule(lines[last] ?? "") ? lines.slice(0, last) : [...lines];
}
