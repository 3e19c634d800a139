/** Reading and writing a sample as a file for git: one item a line, so that a difference shows which items it is about. */
import * as v from "valibot";
import type { Sample, SampleItem } from "./sample.ts";
import { ItemShape, SampleShape, isPlainItem } from "./sample-shape.ts";
import { answerProblem } from "./traps.ts";

export type ParsedSample =
  | { readonly ok: true; readonly sample: Sample }
  /** `reason` names the field, never its content. */
  | { readonly ok: false; readonly reason: string };

/** Longest file that is read, in UTF-16 code units: some 200,000 items with long ids. */
export const MAX_SAMPLE_TEXT = 128 << 20;

/** Never throws. Fields beyond the schema are dropped. */
export function parseSample(text: string): ParsedSample {
  if (text.length > MAX_SAMPLE_TEXT) return bad("it is longer than 128 million characters");
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return bad(
      /^(?:<{7}|>{7}|={7})/m.test(text)
        ? "it has conflict markers of a git merge; keep one side"
        : "it is not JSON",
    );
  }
  if (
    typeof found === "object" &&
    found !== null &&
    "v" in found &&
    typeof found.v === "number" &&
    found.v > 1
  )
    return bad("it was written by a newer version of Valuemark");
  const parsed = v.safeParse(SampleShape, found, { abortEarly: true });
  if (!parsed.success) {
    const path = v.getDotPath(parsed.issues[0]);
    return bad(path === null ? "it is not a sample" : `bad field: ${path.slice(0, 100)}`);
  }
  const items: SampleItem[] = [];
  for (const [at, value] of parsed.output.items.entries()) {
    if (isPlainItem(value)) {
      items.push(value);
      continue;
    }
    const item = v.safeParse(ItemShape, value, { abortEarly: true });
    if (!item.success) {
      const path = v.getDotPath(item.issues[0]);
      return bad(`bad field: items.${at}${path === null ? "" : `.${path.slice(0, 100)}`}`);
    }
    items.push(item.output);
  }
  const sample: Sample = { ...parsed.output, items };
  const problem = contradiction(sample);
  return problem === undefined ? { ok: true, sample } : bad(problem);
}

/** Parts that are right by themselves but not together. */
function contradiction(sample: Sample): string | undefined {
  const raters = new Set(sample.raters);
  const ids = new Set<string>();
  let drawn = 0;
  for (const [at, item] of sample.items.entries()) {
    const where = `items.${at}`;
    if (ids.has(item.id)) return `${where}: its id is that of an earlier item`;
    ids.add(item.id);
    if (item.raters?.some((rater) => !raters.has(rater)))
      return `${where}: a rater who is not one of the sample's`;
    if (item.trap) {
      const problem = answerProblem(item.trap);
      if (problem !== undefined) return `${where}: ${problem}`;
      if (item.probability !== 1) return `${where}: a trap's probability is 1`;
      continue;
    }
    drawn++;
    if (sample.design.type === "stratified" && item.stratum === undefined)
      return `${where}: it has no stratum, but the design is stratified`;
  }
  if (drawn > sample.frame.rows) return "there are more items than rows in the frame";
  if (sample.overlap && sample.overlap.each > sample.raters.length)
    return "overlap asks for more raters than there are";
  return undefined;
}

function bad(reason: string): ParsedSample {
  return { ok: false, reason };
}

/** Fields in a fixed order, each item on a line of its own, ends with a line break. */
export function formatSample(sample: Sample): string {
  const { v: version, name, drawnAt, drawnBy, seed, design, frame, blind, raters, overlap, items } = sample;
  const { ids, ...rest } = frame;
  const fields = [
    field("v", version),
    field("name", name),
    field("drawnAt", drawnAt),
    field("drawnBy", drawnBy),
    field("seed", seed),
    field("design", design),
    ids === undefined
      ? field("frame", rest)
      : `  "frame": {\n${Object.entries(rest)
          .map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`)
          .join("")}    "ids": ${list(ids, "    ")}\n  }`,
    field("blind", blind),
    field("raters", raters),
    ...(overlap === undefined ? [] : [field("overlap", overlap)]),
    `  "items": ${list(items.map(inOrder), "  ")}`,
  ];
  return `{\n${fields.join(",\n")}\n}\n`;
}

function field(name: string, value: unknown): string {
  return `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`;
}

function list(values: readonly unknown[], indent: string): string {
  if (values.length === 0) return "[]";
  return `[\n${values.map((value) => `${indent}  ${JSON.stringify(value)}`).join(",\n")}\n${indent}]`;
}

function inOrder({ id, hash, probability, stratum, raters, trap }: SampleItem): SampleItem {
  return {
    id,
    hash,
    probability,
    ...(stratum === undefined ? {} : { stratum }),
    ...(raters === undefined ? {} : { raters }),
    ...(trap === undefined ? {} : { trap }),
  };
}
