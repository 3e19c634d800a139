/** Which format the records of a file are in: by content, never by the file's name. */
import type { RecordFormat, SourceRecord } from "./format.ts";
import type { RecordView, StreamItem } from "./record-stream.ts";

/** A choice of format and of how to see the file. */
export interface Choice {
  readonly view: RecordView;
  readonly format: RecordFormat;
  readonly score: number;
  readonly reason: string;
}

/** Below this score a format is not taken. */
export const MIN_SCORE = 0.2;
/** At this score no less specific view of the file is tried. */
const SURE_SCORE = 0.5;

const SAMPLE_RECORDS = 20;
/** Broken rows passed over in search of records that parse. */
const SAMPLE_ITEMS = 5_000;

/** The first records of a view that parsed (at most 20), and the first error met on the way. */
export function sampleOf(view: RecordView): {
  records: SourceRecord[];
  error?: StreamItem & { type: "error" };
} {
  const records: SourceRecord[] = [];
  let error: (StreamItem & { type: "error" }) | undefined;
  let seen = 0;
  for (const item of view.items()) {
    if (item.type === "record") records.push(item.record);
    else error ??= item;
    if (records.length >= SAMPLE_RECORDS || ++seen >= SAMPLE_ITEMS) break;
  }
  return error === undefined ? { records } : { records, error };
}

/**
 * The best of `formats` for the best of `views`; undefined when none reaches the least score. The higher score
 * wins, then the earlier view, then the earlier format.
 */
export function detect(views: readonly RecordView[], formats: readonly RecordFormat[]): Choice | undefined {
  let best: Choice | undefined;
  for (const view of views) {
    const sample = sampleOf(view).records;
    if (sample.length === 0) continue;
    for (const format of formats) {
      const { score, reason } = format.recognise(sample);
      if (score >= MIN_SCORE && score > (best?.score ?? 0)) best = { view, format, score, reason };
    }
    if (best !== undefined && best.score >= SURE_SCORE) return best;
  }
  return best;
}

/** The view that suits one given format best; the first view when it recognises none. */
export function viewFor(views: readonly RecordView[], format: RecordFormat): RecordView | undefined {
  return detect(views, [format])?.view ?? views[0];
}

/**
 * The view together with those of its siblings in which the format recognises its rows too. Rows are numbered
 * on across the lists.
 */
export function withSiblings(view: RecordView, format: RecordFormat): RecordView {
  const alike = (view.siblings?.() ?? []).filter(
    (sibling) => format.recognise(sampleOf(sibling).records).score >= SURE_SCORE,
  );
  if (alike.length === 0) return view;
  return {
    container: `${alike.length + 1} lists in a JSON document`,
    *items() {
      let first = 0;
      for (const each of [view, ...alike]) {
        let next = first;
        for (const item of each.items()) {
          const shifted = shift(item, first);
          next = Math.max(next, (shifted.type === "error" ? shifted.error.row : shifted.record.row) + 1);
          yield shifted;
        }
        first = next;
      }
    },
  };
}

function shift(item: StreamItem, by: number): StreamItem {
  if (item.type === "error") return { type: "error", error: { ...item.error, row: item.error.row + by } };
  return { type: "record", record: { ...item.record, row: item.record.row + by } };
}
