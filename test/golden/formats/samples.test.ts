/**
 * Published files of every format, where they are at hand (they are not part of this repository). The expected
 * counts were taken from the raw files by a separate short script, not by this code.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readGolden } from "./golden.ts";

const samples = path.resolve(import.meta.dirname, "../../../../shared/samples");

/** File, format, conversations, turns, error rows. */
const EXPECTED: readonly (readonly [string, string, number, number, number])[] = [
  ["anthropic-messages/ctf_request_0.json", "anthropic-messages", 1, 6, 0],
  ["anthropic-messages/ctf_response_0.json", "anthropic-messages", 1, 1, 0],
  ["chatgpt-export/convonaut_conversations.json", "chatgpt-export", 7, 35, 0],
  ["chatgpt-export/polylogue_representatives_sample-00.json", "chatgpt-export", 2, 4, 0],
  ["claude-code/daaain_edge_cases.jsonl", "claude-code", 2, 12, 6],
  ["claude-code/daaain_representative_messages.jsonl", "claude-code", 1, 11, 0],
  ["claude-code/daaain_session_b.jsonl", "claude-code", 1, 3, 0],
  ["claude-code/daaain_todowrite_examples.jsonl", "claude-code", 1, 11, 0],
  // 14 user lines, one of them the program's own, and 7 assistant messages.
  ["claude-code/dkimuson_1af7fc5e-8455-4414-9ccd-011d40f70b2a.jsonl", "claude-code", 1, 20, 0],
  ["claude-code/dkimuson_agent-test-hash-123.jsonl", "claude-code", 1, 2, 0],
  ["claude-export/osteele_business-strategy.json", "claude-export", 1, 6, 0],
  ["claude-export/osteele_claude-bakery-chat.json", "claude-export", 1, 4, 0],
  ["claude-export/osteele_conversation-with-errors.json", "claude-export", 1, 10, 0],
  ["claude-export/osteele_conversations.json", "claude-export", 2, 6, 0],
  ["claude-export/osteele_cooking.json", "claude-export", 1, 6, 0],
  ["claude-export/osteele_history.json", "claude-export", 1, 6, 0],
  ["claude-export/osteele_simple-invalid.json", "none", 0, 0, 0],
  ["hh-rlhf/harmless-base_test_100.jsonl", "hh-rlhf", 200, 1016, 0],
  ["inspect/2025-02-11T15-17-00-05-00_popularity_dPiJifoWeEQBrfWsAopzWr.eval", "inspect-eval", 10, 30, 0],
  ["inspect/2025-05-12T20-28-13-04-00_no-samples.json", "none", 0, 0, 0],
  ["inspect/2025-05-12T20-28-13-04-00_popularity.json", "inspect-json", 3, 9, 0],
  ["inspect/log_formats.eval", "inspect-eval", 1, 3, 0],
  ["inspect/log_formats.json", "inspect-json", 1, 3, 0],
  ["inspect/log_images.json", "inspect-json", 1, 3, 0],
  ["inspect/log_tool_call_error.json", "inspect-json", 1, 11, 0],
  ["mt-bench/question.jsonl", "mt-bench", 80, 160, 0],
  ["mt-bench/reference_answer_gpt-4.jsonl", "mt-bench", 30, 60, 0],
  ["oasst/en_150_message.jsonl", "openassistant", 626, 2198, 0],
  ["oasst/en_50_tree.jsonl", "openassistant", 288, 996, 0],
  ["openai-messages/inspect_openai_api_calls_20.jsonl", "openai-chat", 20, 340, 0],
  ["openai-messages/openai-cookbook_toy_first4.jsonl", "openai-chat", 4, 16, 0],
  ["sharegpt/fastchat_dummy_conversation.json", "sharegpt", 500, 2000, 0],
  ["sharegpt/glaive_toolcall_en_demo.json", "sharegpt", 300, 1914, 0],
  ["sharegpt/identity.json", "alpaca", 91, 182, 0],
  ["sharegpt/mllm_demo.json", "sharegpt", 6, 24, 0],
  ["sharegpt/v1_multimodal_demo.jsonl", "openai-chat", 24, 96, 0],
];

describe.skipIf(!existsSync(samples))("published files", () => {
  it.each(EXPECTED)("%s", (file, format, conversations, turns, errors) => {
    const golden = readGolden(file, new Uint8Array(readFileSync(path.join(samples, file))));
    const counted = golden.conversations.reduce<number>(
      (sum, conversation) => sum + turnsOf(conversation),
      0,
    );
    expect([golden.format, golden.conversations.length, counted, golden.errors.length]).toEqual([
      format,
      conversations,
      turns,
      errors,
    ]);
  });
});

function turnsOf(conversation: unknown): number {
  if (typeof conversation !== "object" || conversation === null || !("turns" in conversation)) return 0;
  return Array.isArray(conversation.turns) ? conversation.turns.length : 0;
}
