import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { hashConversation } from "../../../src/core/conversation/hash.ts";
import { idHashOf } from "../../../src/core/conversation/id-hash.ts";
import type { ConversationRef } from "../../../src/core/extraction/annotation.ts";
import { openConversations } from "../../../src/core/formats/open-file.ts";
import { drawFrom, makeSample } from "../../../src/core/sampling/make-sample.ts";
import type { Sample } from "../../../src/core/sampling/sample.ts";
import { valuemarkCore } from "../../../src/core/taxonomy/valuemark-core.ts";
import { corpusKeyOf, corpusPaths, type CorpusPaths } from "../../../src/store/paths.ts";
import { ensureProject } from "../../../src/store/project.ts";
import { SampleStore } from "../../../src/store/sample-store.ts";
import { openSuggestions } from "../../../src/store/suggestions-store.ts";

export interface StudyPlan {
  /** Name of the conversation file, in the folder. */
  readonly file: string;
  /** Names of values that a model's run gives every conversation. */
  readonly suggested: readonly string[];
  readonly sample: { readonly name: string; readonly size: number; readonly raters: readonly string[] };
}

/** Runs git; the identity is the rater's. Throws with git's own words. */
export function git(cwd: string, who: string, ...args: string[]): string {
  const identity = ["-c", `user.name=${who}`, "-c", `user.email=${who.toLowerCase()}@example.org`];
  return execFileSync(
    "git",
    [...identity, "-c", "commit.gpgsign=false", "-c", "pull.rebase=false", ...args],
    {
      cwd,
      encoding: "utf8",
      stdio: "pipe",
    },
  );
}

export function commit(cwd: string, who: string, message: string): void {
  git(cwd, who, "add", "-A");
  git(cwd, who, "commit", "-q", "-m", message);
}

export function pathsIn(folder: string, file: string): CorpusPaths {
  return corpusPaths(path.join(folder, ".valuemark"), corpusKeyOf(file));
}

/** What the one who sets up a study leaves in a folder that holds the conversations: a model's run, and a blind sample. */
export async function setUpStudy(folder: string, { file, suggested, sample }: StudyPlan): Promise<Sample> {
  const refs = refsIn(path.join(folder, file));
  const paths = pathsIn(folder, file);
  const taxonomy = valuemarkCore();
  await ensureProject(paths.projectFolder);
  const run = "01KE00000000000000000RVN00";
  const at = "2026-01-05T10:00:00.000Z";
  const suggestions = await openSuggestions(paths);
  await suggestions.startRun({
    v: 1,
    id: run,
    extractor: "claude",
    extractorVersion: "1",
    model: "m-1",
    taxonomy: { id: taxonomy.source.id, hash: taxonomy.hash },
    settings: {},
    startedAt: at,
  });
  const labels = suggested.map((value) => ({
    kind: "aiValue" as const,
    value,
    node: taxonomy.nodes.find(({ name, level }) => name === value && level === 0)?.id ?? null,
  }));
  await suggestions.append(
    run,
    refs.map((conversation) => ({
      conversation,
      suggestions: labels.map((label, n) => {
        return { id: `${run}:${conversation.id}:${n}`, run, conversation, label, spans: [] };
      }),
    })),
  );
  await suggestions.finishRun(run, at);

  const frame = {
    rows: Uint32Array.from(refs.keys()),
    idHashes: Float64Array.from(refs.map(({ id }) => idHashOf(id))),
  };
  const design = { type: "simple", size: sample.size } as const;
  const plan = { drawnAt: at, drawnBy: "Cleo", seed: 4711, design, query: "", blind: true };
  const made = await makeSample(
    frame,
    drawFrom(frame, design, plan.seed),
    { ...plan, name: sample.name, raters: sample.raters },
    async (rows) => rows.map((row) => refs[row]),
  );
  await new SampleStore(paths).create(made.sample);
  return made.sample;
}

function refsIn(file: string): ConversationRef[] {
  const { items } = openConversations({ name: path.basename(file), bytes: fs.readFileSync(file) }, {});
  return [...items].flatMap((item) =>
    item.type === "conversation"
      ? [{ id: item.conversation.id, hash: hashConversation(item.conversation) }]
      : [],
  );
}
