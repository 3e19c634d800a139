/** What leaves the machine, as it leaves it. */
import { planExtraction } from "../../core/extraction/answer/extract-with-model.ts";
import { promptDocument } from "../../core/extraction/prompt/document.ts";
import type { Taxonomy } from "../../core/taxonomy/taxonomy.ts";
import { toMessageParams } from "../../core/extraction/wire/anthropic-params.ts";
import type { Conversation } from "../../core/conversation/model.ts";
import { promptInUse, taskOptions } from "./run-options.ts";
import type { ClaudeSettings } from "./settings.ts";

/** The requests for one conversation, word for word, under a head that says where they go and what was replaced. */
export async function previewText(
  conversation: Conversation,
  settings: ClaudeSettings,
  taxonomy: Taxonomy,
): Promise<string> {
  const prompt = await promptInUse(settings.promptFile);
  const model = settings.model || "(no model chosen yet)";
  const plan = planExtraction(conversation, taskOptions("preview", model, settings, prompt, taxonomy));
  const replaced = Object.entries(plan.redaction?.found ?? {}).filter(([, count]) => count > 0);
  const head = [
    "What is sent to label this conversation. Nothing has been sent.",
    `To: ${settings.endpoint}/v1/messages, with your key in a header and no other data.`,
    `Calls: ${plan.requests.length}. Setting valuemark.claude.calls: ${settings.calls}.`,
    settings.redact
      ? `Replaced before sending: ${replaced.length === 0 ? "nothing was recognised" : replaced.map(([kind, count]) => `${count} × ${kind}`).join(", ")}. Recognition misses things: read on.`
      : "Redaction is off (valuemark.claude.redact): the text goes as it is.",
  ];
  const bodies = plan.requests.map((request, index) => {
    const { system, messages, ...rest } = toMessageParams(request);
    return [
      `════ Call ${index + 1} of ${plan.requests.length}: ${request.purpose} ════`,
      `──── parameters ────\n${JSON.stringify(rest, null, 2)}`,
      ...(system ?? []).map(
        (part) => `──── system${part.cache_control ? " (cached by the service)" : ""} ────\n${part.text}`,
      ),
      ...messages.map((message) => `──── ${message.role} ────\n${message.content}`),
    ].join("\n\n");
  });
  return `${[...head, "", ...bodies].join("\n")}\n`;
}

/** The prompt in use with its codebook, in the form that an own prompt file takes. */
export async function promptText(settings: ClaudeSettings): Promise<string> {
  return promptDocument(await promptInUse(settings.promptFile));
}
