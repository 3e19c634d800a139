import { expect, it } from "vitest";
import { hashConversation } from "../../../../src/core/conversation/hash.ts";
import { toSuggestions } from "../../../../src/core/extraction/run.ts";
import type { Extraction } from "../../../../src/core/extraction/extractor.ts";
import { dialogue } from "./local/dialogue.ts";

const extraction: Extraction = {
  proposals: [
    { label: { kind: "aiValue", value: "honesty", node: "honesty" }, spans: [], rule: "r", score: 0.5 },
    { label: { kind: "subjectivity", value: "subjective" }, spans: [] },
  ],
};
const conversation = dialogue("Hello", "Hi");

it("gives each proposal its run, its conversation and an id made from both", () => {
  const made = toSuggestions("run-1", conversation, extraction);
  expect(made.map(({ id }) => id)).toEqual([
    expect.stringMatching(/^run-1:[0-9a-f]{12}:0$/),
    expect.stringMatching(/^run-1:[0-9a-f]{12}:1$/),
  ]);
  const ref = { id: conversation.id, hash: hashConversation(conversation) };
  expect(made[0]).toMatchObject({ run: "run-1", conversation: ref, ...extraction.proposals[0] });
  expect(toSuggestions("run-1", conversation, extraction)).toEqual(made);
});

it("gives other ids to another conversation, content or run", () => {
  const ids = [
    toSuggestions("run-1", conversation, extraction),
    toSuggestions("run-1", { ...conversation, id: "c2" }, extraction),
    toSuggestions("run-1", dialogue("Hello", "Hi!"), extraction),
    toSuggestions("run-2", conversation, extraction),
  ].flatMap((made) => made.map(({ id }) => id));
  expect(new Set(ids).size).toBe(8);
});
