/** A project folder on disk with two raters, an adjudicator, suggestions and a sample, for the tests of gold and export. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runCommandLine } from "../../../src/cli/run.ts";
import { hashConversation } from "../../../src/core/conversation/hash.ts";
import type { Conversation } from "../../../src/core/conversation/model.ts";
import { makeSpan } from "../../../src/core/conversation/spanMake.ts";
import type { Label } from "../../../src/core/extraction/annotation.ts";
import { openConversations } from "../../../src/core/formats/open-file.ts";
import type { Assist, JudgementDraft, JudgementEvent } from "../../../src/core/review/judgement.ts";
import type { Sample } from "../../../src/core/sampling/sample.ts";
import { formatSample } from "../../../src/core/sampling/sample-file.ts";
import { corpusKeyOfFile, corpusPaths } from "../../../src/store/paths.ts";
import { idOf } from "../core/review/events.ts";

const ASK = "My name is Ada Lovelace, mail ada@example.org. Should I tell her?";
export const REPLIES: Readonly<Record<string, string>> = {
  c1: "I want to be honest with you: it may hurt 😟, Ada Lovelace, but you can decide for yourself.",
  c2: "Please take care of yourself first.",
  c3: "=HYPERLINK is not a value, and neither is this.",
  c4: "Write to ada@example.org and be kind.",
};

export const value = (node: string): Label => ({ kind: "aiValue", value: node, node });

export class Project {
  readonly folder: string;
  readonly data: string;
  readonly key: string;
  readonly paths;
  readonly conversations = new Map<string, Conversation>();
  #next = 1;

  readonly replies: Readonly<Record<string, string>>;

  constructor(folder: string, replies = REPLIES) {
    this.folder = folder;
    this.replies = replies;
    mkdirSync(path.join(folder, "data"), { recursive: true });
    this.data = path.join(folder, "data", "chats.jsonl");
    const lines = Object.entries(replies).map(([id, reply]) =>
      JSON.stringify({
        id,
        messages: [
          { role: "user", content: ASK },
          { role: "assistant", content: reply },
        ],
      }),
    );
    writeFileSync(this.data, `${lines.join("\n")}\n`);
    const opened = openConversations({ name: this.data, bytes: Buffer.from(lines.join("\n")) });
    for (const item of opened.items)
      if (item.type === "conversation") this.conversations.set(item.conversation.id, item.conversation);
    this.key = corpusKeyOfFile(folder, this.data);
    this.paths = corpusPaths(path.join(folder, ".valuemark"), this.key);
    mkdirSync(this.paths.judgementsFolder, { recursive: true });
  }

  conversation(id: string): Conversation {
    const found = this.conversations.get(id);
    if (!found) throw new Error("no such conversation");
    return found;
  }

  ref(id: string) {
    return { id, hash: hashConversation(this.conversation(id)) };
  }

  span(id: string, words: string) {
    const at = (this.replies[id] ?? "").indexOf(words);
    return makeSpan(this.conversation(id), 1, 0, at, at + words.length);
  }

  event(rater: string, id: string, draft: JudgementDraft, assist: Assist = "blind"): JudgementEvent {
    const at = `2026-01-02T03:04:${String(this.#next % 60).padStart(2, "0")}.000Z`;
    return { v: 1, id: idOf(this.#next++), at, rater, conversation: this.ref(id), assist, ...draft };
  }

  /** A rater's log, or with `folder` an adjudicator's. */
  log(rater: string, events: readonly JudgementEvent[], folder = this.paths.judgementsFolder): void {
    mkdirSync(folder, { recursive: true });
    const lines = events.map((event) => `${JSON.stringify(event)}\n`).join("");
    writeFileSync(path.join(folder, `${rater}.jsonl`), lines);
  }

  adjudications(adjudicator: string, events: readonly JudgementEvent[]): void {
    this.log(adjudicator, events, path.join(this.paths.folder, "adjudications"));
  }

  /** One run with one suggestion, on the first conversation. */
  run(): void {
    const [first = ""] = this.conversations.keys();
    mkdirSync(this.paths.runsFolder, { recursive: true });
    mkdirSync(path.dirname(this.paths.suggestions("r1")), { recursive: true });
    const record = {
      v: 1,
      id: "r1",
      extractor: "local",
      extractorVersion: "7",
      taxonomy: { id: "t", hash: "h" },
      settings: { annotator: "Ada Lovelace" },
    };
    writeFileSync(this.paths.run("r1"), JSON.stringify(record));
    const line = {
      v: 1,
      conversation: this.ref(first),
      suggestions: [
        {
          id: "r1:1",
          label: value("honesty"),
          spans: first === "c1" ? [this.span(first, "honest with you")] : [],
        },
      ],
    };
    writeFileSync(this.paths.suggestions("r1"), `${JSON.stringify(line)}\n`);
  }

  sample(name: string, ids: readonly string[]): Sample {
    const sample: Sample = {
      v: 1,
      name,
      drawnAt: "2026-01-01T00:00:00.000Z",
      drawnBy: "ada",
      seed: 42,
      design: { type: "simple", size: ids.length },
      frame: { rows: 4, query: "", fingerprint: "0123456789ab" },
      blind: true,
      raters: ["ada", "ben"],
      items: ids.map((id) => ({ ...this.ref(id), probability: ids.length / 4 })),
    };
    mkdirSync(path.dirname(this.paths.sample(name)), { recursive: true });
    writeFileSync(this.paths.sample(name), formatSample(sample));
    return sample;
  }

  /** Two raters: agree on c1 (by suggestion) and on c2's "none", differ on c3; only ada rated c4. */
  rated(): this {
    this.run();
    const task: Label = { kind: "task", value: "=advice for Ada Lovelace" };
    const say = (rater: string, id: string, labels: readonly Label[], words?: string) => [
      ...labels.map((label) =>
        this.event(rater, id, {
          kind: "add",
          label,
          spans: words === undefined ? [] : [this.span(id, words)],
        }),
      ),
      this.event(rater, id, { kind: "done" }),
    ];
    this.log("ada", [
      this.event("ada", "c1", { kind: "confirm", target: "r1:1", from: "r1:1", run: "r1" }, "suggested"),
      ...say("ada", "c1", [{ kind: "responseType", value: "mild_support" }, task]),
      ...say("ada", "c2", []),
      ...say("ada", "c3", [value("honesty")], "not a value"),
      ...say("ada", "c4", [value("kindness")], "be kind"),
    ]);
    this.log("ben", [
      ...say("ben", "c1", [value("honesty")], "be honest"),
      ...say("ben", "c1", [{ kind: "responseType", value: "mild_support" }, task]),
      ...say("ben", "c2", []),
      ...say("ben", "c3", [value("clarity")]),
    ]);
    return this;
  }
}

export async function command(...args: string[]) {
  const lines: string[] = [];
  const notes: string[] = [];
  const code = await runCommandLine(args, {
    line: async (text) => void lines.push(text),
    note: (text) => void notes.push(text),
  });
  return { code, lines, text: lines.join("\n"), notes: notes.join("\n") };
}
