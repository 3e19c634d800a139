/** Rendering and anchoring on large and hostile texts. Medians; milliseconds unless the row says otherwise. */
import { anchorQuote } from "../../src/core/conversation/anchor.ts";
import { normalise } from "../../src/core/conversation/anchorNormalise.ts";
import { AnchorText } from "../../src/core/conversation/anchorText.ts";
import type { Conversation } from "../../src/core/conversation/model.ts";
import { outline } from "../../src/core/conversation/outline.ts";
import { renderTranscript } from "../../src/core/conversation/render.ts";
import type { BenchRow } from "./bench.ts";

const UNITS = 200_000;

/** Words in an order that repeats nothing for long: a small generator with a fixed seed. */
function prose(units: number, seed: number): string {
  const words =
    "honesty is one value among many that people of goodwill discuss whenever friends disagree about what would help " +
    "someone decide between comfort and clarity when neither option seems entirely right given everything involved";
  const all = words.split(" ");
  const parts: string[] = [];
  let state = seed;
  for (let length = 0; length < units;) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    const word = all[(state >> 8) % all.length] ?? "";
    const part = (state >> 4) % 11 === 0 ? `${word}.\n` : `${word} `;
    parts.push(part);
    length += part.length;
  }
  return parts.join("").slice(0, units);
}

function median(times: number, run: () => unknown): number {
  const taken = Array.from({ length: times }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
  return taken.sort((a, b) => a - b)[times >> 1] ?? 0;
}

function conversationOf(texts: readonly string[]): Conversation {
  return {
    id: "bench",
    format: "bench",
    position: { row: 0 },
    turns: texts.map((text) => ({ role: "assistant", blocks: [{ type: "text", text }] })),
    metadata: {},
    notes: [],
  };
}

function renderRows(): BenchRow[] {
  const rows: BenchRow[] = [];
  const turns = Array.from({ length: 1_000 }, (_, index) => prose(5_000, index + 1));
  const shapes: [string, string[]][] = [
    ["LF", turns],
    ["CRLF", turns.map((text) => text.replaceAll("\n", "\r\n"))],
    ["one line", [turns.join("").replaceAll("\n", " ")]],
  ];
  for (const [shape, texts] of shapes) {
    const conversation = conversationOf(texts);
    const note = `${(texts.join("").length / 1e6).toFixed(1)} M units, ${texts.length} turns`;
    rows.push({
      name: `render, ${shape}`,
      value: median(5, () => renderTranscript(conversation)),
      unit: "ms",
      note,
    });
    const transcript = renderTranscript(conversation);
    rows.push({ name: `outline, ${shape}`, value: median(5, () => outline(transcript)), unit: "ms", note });
    const maps = 20_000;
    const ms = median(5, () => {
      for (let at = 0; at < maps; at += 1) {
        const offset = (at * 7_919) % transcript.text.length;
        for (const piece of transcript.fromDocument(offset, offset + 40)) transcript.toDocument(piece);
      }
    });
    rows.push({ name: `selection there and back, ${shape}`, value: (ms * 1_000) / maps, unit: "µs", note });
  }
  return rows;
}

function anchorRows(): BenchRow[] {
  const text = prose(UNITS, 42);
  const blocks = [{ turn: 0, block: 0, text }];
  const start = text.indexOf(" ", UNITS / 2) + 1;
  const quote = text.slice(start, text.indexOf(" ", start + 180));
  const slips = quote
    .replace("whenever", "whenevver")
    .replace("discuss", "dicsuss")
    .replace("people", "poeple");
  const quotes: [string, string][] = [
    ["exact", quote],
    ["normalised", quote.toUpperCase().replaceAll(" ", "  ")],
    ["with slips", slips],
    ["with words swapped", quote.split(" ").reverse().join(" ")],
    ["that isn't there", "Volcanic soils around the harbour produce sweet onions every summer"],
  ];
  const rows: BenchRow[] = [
    { name: "normalise", value: median(9, () => normalise(text)), unit: "ms", note: `${UNITS} units` },
  ];
  for (const [name, each] of quotes) {
    const result = anchorQuote(each, blocks);
    const outcome = "reason" in result ? result.reason : `${result.method}, ${result.errors} errors`;
    const note = `${UNITS} units; ${outcome}`;
    rows.push({
      name: `anchor a quote ${name}`,
      value: median(5, () => anchorQuote(each, blocks)),
      unit: "ms",
      note,
    });
    const prepared = new AnchorText(blocks);
    anchorQuote(each, prepared);
    const warm = median(9, () => anchorQuote(each, prepared));
    rows.push({ name: `anchor a quote ${name}, prepared blocks`, value: warm, unit: "ms", note });
  }
  return rows;
}

/** Texts made to cost time: one unit repeated, and a quote that nearly stands everywhere. */
function hostileRows(): BenchRow[] {
  const shapes: [string, string, string][] = [
    ["a", "a", `${"a".repeat(3_000)}b`],
    ["words", "ab ", `${"ab ".repeat(1_300)}c`],
    ["brackets", "](", "honesty is a value that matters"],
    ["links", "[a](http://b.c/d) ", "honesty is a value that matters"],
    ["combining marks", "e\u0301", "honesty is a value that matters"],
    ["joiners", "👩\u200d", "honesty is a value that matters"],
    ["Thai", "ความซื่อสัตย์", "ความซื่อสัตย์สุจริตเป็นสิ่งสำคัญ"],
    ["gaps", "aaa bbb ccc ", "aaa … bbb … ccc … aaa … bbb … cccd"],
  ];
  return shapes.map(([name, unit, quote]) => {
    const text = unit.repeat(UNITS / unit.length);
    const blocks = [{ turn: 0, block: 0, text }];
    const value = median(3, () => anchorQuote(quote, blocks));
    return { name: `anchor in hostile text: ${name}`, value, unit: "ms", note: `${text.length} units` };
  });
}

/** Runs all of it in about half a minute. */
export async function run(): Promise<BenchRow[]> {
  return [...renderRows(), ...anchorRows(), ...hostileRows()];
}
