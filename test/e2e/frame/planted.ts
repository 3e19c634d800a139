import fs from "node:fs";
import path from "node:path";
import { hashConversation } from "../../../src/core/conversation/hash.ts";
import { openConversations } from "../../../src/core/formats/open-file.ts";
import { corpusKeyOfFile, corpusPaths } from "../../../src/store/paths.ts";

/** What others said of a corpus, put on disk as their own tools would have. */
export interface Planted {
  /** Names of values that another rater added, one a conversation. */
  readonly rater: { readonly name: string; readonly values: readonly string[] };
  /** Names of values in a run of a model, each in every conversation. */
  readonly run: { readonly model: string; readonly values: readonly string[] };
}

/** Writes the records of another rater and of a model's run on every conversation of a file. */
export function plant(workspace: string, file: string, { rater, run }: Planted): void {
  const bytes = fs.readFileSync(path.join(workspace, file));
  const refs = [...openConversations({ name: file, bytes }, {}).items].flatMap((item) =>
    item.type === "conversation"
      ? [{ id: item.conversation.id, hash: hashConversation(item.conversation) }]
      : [],
  );
  const project = path.join(workspace, ".valuemark");
  const paths = corpusPaths(project, corpusKeyOfFile(workspace, path.join(workspace, file)));
  const label = (value: string) => ({ kind: "aiValue", value, node: null });
  const at = "2026-01-05T10:00:00.000Z";
  write(
    paths.judgements(rater.name),
    refs.map((conversation, n) => ({
      v: 1,
      id: `01KE0000000000000000000${String(n).padStart(3, "0")}`,
      at,
      rater: rater.name,
      conversation,
      assist: "suggested",
      kind: "add",
      label: label(rater.values[n % rater.values.length] ?? ""),
      spans: [],
    })),
  );
  const id = "01KE00000000000000000RVN00";
  const record = {
    v: 1,
    id,
    extractor: "claude",
    extractorVersion: "1",
    model: run.model,
    taxonomy: { id: "planted", hash: "0".repeat(32) },
    settings: {},
    startedAt: at,
    finishedAt: at,
  };
  fs.mkdirSync(paths.runsFolder, { recursive: true });
  fs.writeFileSync(paths.run(id), JSON.stringify(record));
  write(
    paths.suggestions(id),
    refs.map((conversation, n) => ({
      v: 1,
      conversation,
      suggestions: run.values.map((value, at) => ({
        id: `${id}:${n}:${at}`,
        label: label(value),
        spans: [],
      })),
    })),
  );
}

function write(file: string, lines: readonly object[]): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}
