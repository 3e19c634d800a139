/** Reads the evaluation set (README.md beside this file) and turns its rows into conversations. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as v from "valibot";
import type { Conversation } from "../../../src/core/conversation/model.ts";

const consideration = v.object({ values: v.array(v.string()), nodes: v.array(v.string()) });

const rowSchema = v.object({
  id: v.string(),
  tags: v.array(v.string()),
  turns: v.array(v.object({ role: v.picklist(["system", "user", "assistant"]), text: v.string() })),
  gold: v.object({
    ai: v.array(consideration),
    human: v.array(consideration),
    subjectivity: v.picklist(["subjective", "objective"]),
    response: v.picklist(["helps", "pushes_back", "unclear"]),
  }),
  note: v.optional(v.string()),
});

/** A consideration the rater marked: any of `values` would be right, `nodes` are their level-2 nodes. */
export type Consideration = v.InferOutput<typeof consideration>;
export type GoldRow = v.InferOutput<typeof rowSchema>;
export type Part = "dev" | "held-out";

/** The rows of one part, checked. Called from the repository root, bundled or not. */
export function readGold(part: Part): GoldRow[] {
  const file = resolve("test/golden/local-extractor", `${part}.jsonl`);
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => v.parse(rowSchema, JSON.parse(line)));
}

export function toConversation(row: GoldRow): Conversation {
  return {
    id: row.id,
    format: "gold",
    position: { row: 0 },
    turns: row.turns.map(({ role, text }) => ({ role, blocks: [{ type: "text", text }] })),
    metadata: {},
    notes: [],
  };
}
