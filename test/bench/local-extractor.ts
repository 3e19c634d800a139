/** The local extractor: time per reply, and quality on the evaluation set (test/golden/local-extractor). */
import { localExtractor } from "../../src/core/extraction/local/extractor.ts";
import { valuemarkCore } from "../../src/core/taxonomy/valuemark-core.ts";
import {
  answers,
  CONSTANT_ANSWER,
  score,
  type Rate,
  type Scores,
} from "../golden/local-extractor/evaluate.ts";
import { readGold, toConversation, type GoldRow, type Part } from "../golden/local-extractor/goldSet.ts";
import { quantile, type BenchRow } from "./bench.ts";

const taxonomy = valuemarkCore();
const REPLY_WORDS = 200;
const REPLIES = 100;
const ROUNDS = 5;

/** Replies of 200 words put together from the set's subjective replies, each starting somewhere else. */
function longReplies(rows: readonly GoldRow[]): GoldRow[] {
  const words = rows
    .filter(({ gold }) => gold.subjectivity === "subjective")
    .flatMap(({ turns }) => turns.filter(({ role }) => role === "assistant"))
    .flatMap(({ text }) => text.split(/(?<=\s)/));
  return Array.from({ length: REPLIES }, (_, at) => {
    const from = (at * 97) % (words.length - REPLY_WORDS);
    const text = words.slice(from, from + REPLY_WORDS).join("");
    const turns: GoldRow["turns"] = [
      { role: "user", text: "What should I do about my sister?" },
      { role: "assistant", text },
    ];
    return {
      id: `${at}`,
      tags: [],
      turns,
      gold: { ai: [], human: [], subjectivity: "subjective", response: "helps" },
    };
  });
}

async function speed(): Promise<BenchRow[]> {
  const conversations = longReplies(readGold("dev")).map(toConversation);
  const times: number[] = [];
  // Processor time beside it: on a busy machine the slowest wall-clock times are those of being interrupted.
  const cpuTimes: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    for (const conversation of conversations) {
      const start = performance.now();
      const before = process.cpuUsage();
      await localExtractor.extract(conversation, taxonomy);
      const { user, system } = process.cpuUsage(before);
      if (round === 0) continue;
      times.push(performance.now() - start);
      cpuTimes.push((user + system) / 1000);
    }
  }
  const note = `${conversations.length} replies of ${REPLY_WORDS} words, ${ROUNDS} rounds, with segmentation`;
  return [
    { name: "local extractor: a 200-word reply, median", value: quantile(times, 0.5), unit: "ms", note },
    {
      name: "local extractor: a 200-word reply, p99",
      value: quantile(times, 0.99),
      unit: "ms",
      note,
      bar: { atMost: 20 },
    },
    {
      name: "local extractor: a 200-word reply, processor p99",
      value: quantile(cpuTimes, 0.99),
      unit: "ms",
      note,
    },
  ];
}

const MEASURES: readonly (readonly [keyof Scores, string])[] = [
  ["precisionValue", "AI values: precision by value"],
  ["precisionLevel2", "AI values: precision at level 2"],
  ["precisionLevel3", "AI values: precision at level 3"],
  ["recallValue", "AI values: recall by value"],
  ["recallLevel2", "AI values: recall at level 2"],
  ["recallLevel3", "AI values: recall at level 3"],
  ["quietOnValueFree", "silent on value-free conversations"],
  ["abstention", "no AI value proposed"],
  ["humanPrecision", "human values: precision at level 2"],
  ["humanRecall", "human values: recall at level 2"],
  ["subjectivity", "subjectivity: accuracy"],
  ["response", "response type (3 classes): accuracy"],
];

function percent({ hits, of, rate }: Rate): string {
  return `${(100 * rate).toFixed(0)} % (${hits}/${of})`;
}

function row(part: Part, name: string, own: Rate, constant: Rate): BenchRow {
  const interval = `95 % interval ${(100 * own.low).toFixed(0)}–${(100 * own.high).toFixed(0)} %`;
  const note = `${own.hits}/${own.of}; ${interval}; a constant answer: ${percent(constant)}`;
  return {
    name: `local extractor, ${part}: ${name}`,
    value: Math.round(1000 * own.rate) / 10,
    unit: "%",
    note,
  };
}

async function quality(part: Part): Promise<BenchRow[]> {
  const rows = readGold(part);
  const own = score(rows, await answers(localExtractor, rows, taxonomy), taxonomy);
  const constant = score(
    rows,
    rows.map(() => CONSTANT_ANSWER),
    taxonomy,
  );
  return MEASURES.flatMap(([key, name]) => {
    const [mine, other] = [own[key], constant[key]];
    return typeof mine === "number" || typeof other === "number" ? [] : [row(part, name, mine, other)];
  });
}

/** Measures time, then quality on the tuned and on the held-out part. */
export async function run(): Promise<BenchRow[]> {
  return [...(await speed()), ...(await quality("dev")), ...(await quality("held-out"))];
}
