/** Who a name at the head of a transcript's turn stands for. */
import type { Role } from "../conversation/model.ts";

const USER = `user human you me prompter you_said benutzer nutzer nutzerin du sie utilisateur vous usuario usuário
 utente gebruiker du_sagtest sie_sagten vous_avez_dit dijiste tú usted você você_disse 用户 ユーザー 사용자 пользователь`;
const ASSISTANT = `assistant ai ai_assistant bot chatbot model assistent asistente assistente ассистент 助手 アシスタント ki ia`;
const SYSTEM = `system system_prompt system_message developer system_instructions`;
const TOOL = `tool function tool_result tool_output tool_response function_result function_response tool_use_result`;

/** Products whose name, with or without a version behind it, is an assistant's. */
const PRODUCTS = new Set(
  "claude chatgpt gpt gemini bard copilot llama mistral grok deepseek qwen bing anthropic openai perplexity pi".split(
    " ",
  ),
);

function names(list: string, role: Role): [string, Role][] {
  return list.split(/\s+/).map((name) => [name.replaceAll("_", " "), role]);
}

const ROLES: ReadonlyMap<string, Role> = new Map([
  ...names(USER, "user"),
  ...names(ASSISTANT, "assistant"),
  ...names(SYSTEM, "system"),
  ...names(TOOL, "tool"),
]);

/** Verbs that exports put behind the speaker: "You said:". */
const SAID = / (?:said|says|wrote|replied|a dit|hat gesagt|sagte|dijo|disse|ha detto)$/;

/** A name without emoji, markup, version brackets and "said", in lower case; what speakers are compared by. */
export function plainName(label: string): string {
  const words = label
    .replace(/[*_`]/g, "")
    .replace(/^[^\p{L}\p{N}@]+|[^\p{L}\p{N})\].]+$/gu, "")
    .replace(/ ?[([][^()[\]]{0,60}[)\]]$/, "")
    .trim()
    .toLowerCase();
  return words.replace(SAID, "");
}

/** The role that a name is known to mean. Labels longer than 60 code units mean none. */
export function roleOfName(label: string): Role | undefined {
  if (label.length > 60) return undefined;
  const name = plainName(label);
  const known = ROLES.get(name);
  if (known !== undefined) return known;
  const words = name.split(/[ -]/);
  if (words.length > 5 || !PRODUCTS.has(words[0] ?? "")) return undefined;
  // "Claude 3.5 Sonnet", "GPT-4o": the words behind a product's name are versions, not a sentence.
  const version =
    /^(?:\d[\w.]*|[vo]\d[\w.]*|sonnet|opus|haiku|code|pro|flash|ultra|turbo|mini|plus|chat|instruct|large|small|nano|preview|ai|r1|thinking|response)$/;
  return words.slice(1).every((word) => version.test(word)) ? "assistant" : undefined;
}

const PLAIN = new Set([
  "user",
  "human",
  "you",
  "me",
  "assistant",
  "ai",
  "system",
  "tool",
  "function",
  "prompter",
]);

/** The name as the source has it, when it tells more than the role does. */
export function authorOfName(label: string): string | undefined {
  const shown = label
    .replace(/[*_`]/g, "")
    .replace(/^[^\p{L}\p{N}@]+/u, "")
    .trim();
  return PLAIN.has(shown.toLowerCase()) || shown === "" || /^you said$/i.test(shown)
    ? undefined
    : shown.replace(/ said$/i, "");
}

/** Words before a colon that label things rather than name a speaker. */
const LABELS = new Set(
  `note notes warning example examples name date time title author authors subject from to cc bcc description summary
 question answer q a input output step pros cons problem solution before after location place phone email mail address id
 type version status given when then and but todo fixme error info debug usage returns args arguments parameters raises
 http https file files url link source sources see tip hint important caution expected actual result results reason cause
 effect old new yes no true false price size color colour chapter section figure table part day week month year
 background context goal objective task prompt response key value term definition word meaning front back sent received
 category tags keywords abstract introduction conclusion references features bug fix added changed removed fixed
 speaker topic text content message messages comment remark rule rules first second third`.split(/\s+/),
);

/** Whether a label could be a person's or a bot's name, for transcripts whose speakers are unknown. */
export function couldBeName(label: string): boolean {
  if (label.length > 30 || LABELS.has(plainName(label))) return false;
  return /^[\p{Lu}\p{Lo}@][\p{L}\p{N}_.'’-]*(?: [\p{L}\p{N}_.'’-]+){0,2}$/u.test(label);
}
