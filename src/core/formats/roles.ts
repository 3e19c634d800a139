/** The names that sources give to roles. */
import type { Role } from "../conversation/model.ts";

const ALIASES: ReadonlyMap<string, Role> = new Map<string, Role>([
  ...(["system", "developer", "instructions", "context", "root", "platform"] as const).map(
    (n) => [n, "system"] as const,
  ),
  ...(
    [
      "user",
      "human",
      "prompter",
      "person",
      "customer",
      "client",
      "questioner",
      "seeker",
      "patient",
      "q",
      "question",
    ] as const
  ).map((n) => [n, "user"] as const),
  ...(
    [
      "assistant",
      "gpt",
      "ai",
      "bot",
      "model",
      "chatbot",
      "chatgpt",
      "claude",
      "bard",
      "bing",
      "gemini",
      "agent",
      "llm",
      "function_call",
      "assistant_message",
      "aimessage",
      "a",
      "answer",
      "supporter",
      "response",
    ] as const
  ).map((n) => [n, "assistant"] as const),
  ...(
    [
      "tool",
      "function",
      "observation",
      "tool_result",
      "tool_response",
      "function_response",
      "ipython",
      "environment",
      "function_call_output",
    ] as const
  ).map((n) => [n, "tool"] as const),
]);

/** Our role for a source's name of one, whatever its case; undefined for names that are not known. */
export function roleOf(name: string): Role | undefined {
  return ALIASES.get(name.trim().toLowerCase());
}

/** All names of a role, in lower case. */
export function namesOfRole(role: Role): readonly string[] {
  return [...ALIASES].filter(([, named]) => named === role).map(([name]) => name);
}
