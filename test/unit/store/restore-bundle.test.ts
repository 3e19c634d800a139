import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { AGREEMENT_KINDS, collectRatings } from "../../../src/core/agreement/collect.ts";
import { buildGold } from "../../../src/core/export/build-gold.ts";
import { bundleLines } from "../../../src/core/export/bundle.ts";
import { DEFAULT_OPTIONS } from "../../../src/core/export/export-options.ts";
import { prepareItems } from "../../../src/core/export/prepare.ts";
import type { GoldRule } from "../../../src/core/export/gold.ts";
import type { Suggestion } from "../../../src/core/extraction/annotation.ts";
import type { JudgementDraft } from "../../../src/core/review/judgement.ts";
import { readCorpusRecords } from "../../../src/store/corpus-records.ts";
import { GoldStore } from "../../../src/store/gold-store.ts";
import { corpusPaths } from "../../../src/store/paths.ts";
import { NotRestorable, restoreBundle } from "../../../src/store/restore-bundle.ts";
import { formatResult } from "../../../src/store/suggestion-lines.ts";
import { TAXONOMY } from "../core/export/world.ts";
import { draftArb, hostileText, labelArb, spanArb } from "../core/review/arbitrary.ts";
import { HASH, OTHER_HASH, idOf } from "../core/review/events.ts";

const root = mkdtempSync(path.join(tmpdir(), "valuemark-restore-"));
afterAll(() => rmSync(root, { recursive: true }));
let projects = 0;
const KEY = "chats-0123456789";

interface World {
  readonly raters: readonly string[];
  /** Rater's place, conversation's place, version's place, draft. */
  readonly said: readonly (readonly [number, number, number, JudgementDraft, boolean])[];
  readonly conversations: readonly string[];
  readonly suggestions: readonly Pick<Suggestion, "label" | "spans" | "rationale" | "score">[];
  readonly adjudicated: number;
}

const name = hostileText.map((text) => text || "x");
const worldArb: fc.Arbitrary<World> = fc.record({
  raters: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
  conversations: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
  said: fc.array(fc.tuple(fc.nat(2), fc.nat(2), fc.nat(1), draftArb, fc.boolean()), {
    minLength: 1,
    maxLength: 25,
  }),
  suggestions: fc.array(
    fc.record({
      label: labelArb,
      spans: fc.array(spanArb, { maxLength: 2 }),
      rationale: hostileText,
      score: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { maxLength: 3 },
  ),
  adjudicated: fc.nat(2),
});

/** Writes a workspace, as text, by hand: not by what is tested. */
function write({ raters, said, conversations, suggestions, adjudicated }: World) {
  const folder = path.join(root, `p${++projects}`, ".valuemark");
  const paths = corpusPaths(folder, KEY);
  const ref = (at: number, version: number) => ({
    id: conversations[at % conversations.length] ?? "x",
    hash: version === 0 ? HASH : OTHER_HASH,
  });
  mkdirSync(paths.judgementsFolder, { recursive: true });
  mkdirSync(paths.runsFolder);
  mkdirSync(path.dirname(paths.suggestions("r1")));
  mkdirSync(path.join(paths.folder, "adjudications"));
  const run = {
    v: 1,
    id: "r1",
    extractor: "x",
    extractorVersion: "1",
    taxonomy: { id: "t", hash: "h" },
    settings: { "a b": "😀\u2028" },
  };
  writeFileSync(paths.run("r1"), JSON.stringify({ ...run, more: "of a later version" }));
  const results = conversations.map((_, at) => {
    const conversation = ref(at, 0);
    const own = suggestions.map((one, n) => ({ ...one, id: `s${at}-${n}`, run: "r1", conversation }));
    return formatResult({ conversation, suggestions: own });
  });
  writeFileSync(paths.suggestions("r1"), results.map((line) => `${line}\n`).join(""));
  for (const [at, rater] of raters.entries()) {
    const events = said.flatMap(([who, where, version, draft, blind], n) =>
      who % raters.length === at
        ? [
            {
              v: 1,
              id: idOf(n),
              at: "2026-01-02T03:04:05.678Z",
              rater,
              conversation: ref(where, version),
              assist: blind ? "blind" : "suggested",
              ...draft,
              later: "field",
            },
          ]
        : [],
    );
    const text = events.map((event) => `${JSON.stringify(event)}\n`).join("");
    if (text !== "") writeFileSync(paths.judgements(rater), text);
    if (text !== "" && at < adjudicated)
      writeFileSync(path.join(paths.folder, "adjudications", path.basename(paths.judgements(rater))), text);
  }
  return paths;
}

async function exportOf(paths: ReturnType<typeof write>, rule: GoldRule) {
  const records = await readCorpusRecords(paths);
  const steps = buildGold({
    ...records,
    taxonomy: TAXONOMY,
    rule,
    name: "v1",
    madeAt: "2026-02-01T00:00:00.000Z",
    madeBy: "eva",
    toolVersion: "0",
    corpus: { key: KEY, files: [] },
  });
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  const { set, manifest } = step.value;
  const source = { manifest, taxonomy: TAXONOMY, items: () => set.items };
  const logs = [
    ...records.raters.map(({ rater, events }) => ({ log: "judgements" as const, rater, events })),
    ...records.adjudicators.map(({ adjudicator, events }) => ({
      log: "adjudications" as const,
      rater: adjudicator,
      events,
    })),
  ];
  let text = "";
  const prepared = await prepareItems(source, DEFAULT_OPTIONS);
  for await (const line of bundleLines(source, prepared, DEFAULT_OPTIONS, { ...records, logs })) text += line;
  const file = path.join(root, `export${++projects}.jsonl`);
  writeFileSync(file, text);
  return { records, set, manifest, text, file };
}

function statistics({ raters, suggestions }: Awaited<ReturnType<typeof readCorpusRecords>>) {
  return AGREEMENT_KINDS.map((kind) =>
    collectRatings(raters, suggestions, { kind, level: 0, taxonomy: TAXONOMY }),
  );
}

async function results(records: Awaited<ReturnType<typeof readCorpusRecords>>) {
  const found = [];
  for (const { id } of records.runs) for await (const result of records.results(id)) found.push(result);
  return found;
}

describe("an export with the judgements", () => {
  it("gives another workspace the same events, suggestions, runs, figures and gold set", async () => {
    await fc.assert(
      fc.asyncProperty(
        worldArb,
        fc.constantFrom<GoldRule[]>(
          { type: "votes", k: 1, of: 1 },
          { type: "votes", k: 2, of: 2, level: 3 },
          { type: "adjudicated" },
        ),
        async (world, rule) => {
          const paths = write(world);
          const { records, set, manifest, file } = await exportOf(paths, rule);
          const project = path.join(root, `q${++projects}`, ".valuemark");
          const restored = await restoreBundle(file, project);
          const again = await readCorpusRecords(corpusPaths(project, KEY));
          const { results: _a, ...before } = records;
          const { results: _b, ...after } = again;
          expect(after).toEqual(before);
          expect(await results(again)).toEqual(await results(records));
          expect(statistics(again)).toEqual(statistics(records));
          const store = new GoldStore(corpusPaths(project, KEY));
          expect((await store.list()).versions).toEqual([manifest]);
          const items = [];
          for await (const item of store.items(manifest)) items.push(item);
          expect(items).toEqual(set.items);
          expect(restored.events).toBe(
            [...records.raters, ...records.adjudicators].reduce((sum, { events }) => sum + events.length, 0),
          );
          // Judgement files are the same to the byte: what was written by hand above.
          for (const log of readdirSync(paths.judgementsFolder))
            expect(readFileSync(path.join(corpusPaths(project, KEY).judgementsFolder, log), "utf8")).toBe(
              readFileSync(path.join(paths.judgementsFolder, log), "utf8"),
            );
          // And exporting it again gives the same file.
          const second = await exportOf(corpusPaths(project, KEY), rule);
          expect(second.text).toBe(readFileSync(file, "utf8"));
        },
      ),
      { numRuns: 40 },
    );
  });

  const WORLD: World = {
    raters: ["ada"],
    conversations: ["c1"],
    said: [
      [0, 0, 0, { kind: "add", label: { kind: "aiValue", value: "care", node: "care" }, spans: [] }, true],
    ],
    suggestions: [],
    adjudicated: 0,
  };

  it("is refused when cut short at any line, or changed, and nothing is left behind", async () => {
    const { text } = await exportOf(write(WORLD), { type: "votes", k: 1, of: 1 });
    const lines = text.trimEnd().split("\n");
    const damaged = [
      ...lines.map((_, at) => lines.slice(0, at)),
      ...lines.map((line, at) => lines.with(at, line.slice(0, -1))),
      ...lines.map((line, at) => [...lines.slice(0, at), line, line, ...lines.slice(at + 1)]).slice(0, -2),
      lines.map((line) => line.replaceAll('"care"', '"candour"')),
      lines.map((line) => line.replace('"rater":"ada"', '"rater":"ben"')),
    ];
    for (const bad of damaged) {
      const file = path.join(root, `bad${++projects}.jsonl`);
      writeFileSync(file, bad.map((line) => `${line}\n`).join(""));
      const project = path.join(root, `r${projects}`, ".valuemark");
      await expect(restoreBundle(file, project)).rejects.toThrow(NotRestorable);
      if (existsSync(project)) expect(readdirSync(project)).toEqual([]);
    }
  });

  it("goes into an empty corpus only, and never outside the project", async () => {
    const { file, text } = await exportOf(write(WORLD), { type: "votes", k: 1, of: 1 });
    const project = path.join(root, `s${++projects}`, ".valuemark");
    await restoreBundle(file, project);
    await expect(restoreBundle(file, project)).rejects.toThrow("data in it");
    const escaping = path.join(root, "escaping.jsonl");
    writeFileSync(escaping, text.replace(KEY, "../../outside"));
    await expect(restoreBundle(escaping, path.join(root, "t", ".valuemark"))).rejects.toThrow(
      "can't be a folder",
    );
  });
});
