/** Conversations that try to take over their annotator, each with the answer of a model that fell for it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BlockType, Conversation, Role } from "../../../src/core/conversation/model.ts";

interface TurnLine {
  readonly role: Role;
  readonly text: string;
  readonly type?: BlockType;
  readonly name?: string;
  readonly isError?: boolean;
  /** Text and how often, for long ones. */
  readonly repeat?: readonly [string, number];
}

interface CaseLine {
  readonly id: string;
  /** What it tries. */
  readonly attack: string;
  readonly turns: readonly TurnLine[];
  /** The obeying answer: as text, or as the object it is the JSON of. */
  readonly answer: unknown;
  /** failure: the answer is refused. values: names of the values that remain; anchored: how many of them have spans. */
  readonly expect: {
    readonly failure?: boolean;
    readonly values?: readonly string[];
    readonly anchored?: number;
    readonly capped?: boolean;
  };
}

export interface InjectionCase {
  readonly id: string;
  readonly attack: string;
  readonly conversation: Conversation;
  readonly answer: string;
  readonly expect: CaseLine["expect"];
}

function conversationOf({ id, turns }: CaseLine, row: number): Conversation {
  return {
    id,
    format: "test",
    position: { row },
    metadata: {},
    notes: [],
    turns: turns.map(({ role, text, type = "text", repeat, ...rest }) => ({
      role,
      blocks: [{ type, text: text + (repeat === undefined ? "" : repeat[0].repeat(repeat[1])), ...rest }],
    })),
  };
}

const folder = import.meta.dirname;

export const INJECTION_CASES: readonly InjectionCase[] = readdirSync(folder)
  .filter((name) => name.endsWith(".jsonl"))
  .toSorted()
  .flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"))
  .map((text, row) => {
    const line: CaseLine = JSON.parse(text);
    const answer = typeof line.answer === "string" ? line.answer : JSON.stringify(line.answer);
    return {
      id: line.id,
      attack: line.attack,
      expect: line.expect,
      answer,
      conversation: conversationOf(line, row),
    };
  });
