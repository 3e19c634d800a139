/** Reading the lines of our own export (`bundle.ts`). They are not trusted: whatever is not as written is refused by name. Pure. */
import type { RunRecord } from "../extraction/extractor.ts";
import type { JudgementEvent } from "../review/judgement.ts";
import { parseEvent } from "../review/validate.ts";
import type { Sample } from "../sampling/sample.ts";
import { parseSample } from "../sampling/sample-file.ts";
import type { LogKind } from "./bundle.ts";
import { BUNDLE_VERSION, LOG_KINDS } from "./bundle.ts";
import type { GoldItem } from "./gold.ts";
import { parseGoldItem } from "./gold-lines.ts";
import type { GoldManifest } from "./manifest.ts";
import { checkManifest, checkRun } from "./manifest-file.ts";

/** Longest line that is read, in UTF-16 code units. */
export const MAX_BUNDLE_LINE = 128 << 20;

export type BundleLine =
  | {
      readonly type: "gold";
      readonly lossless: boolean;
      readonly judgements: boolean;
      readonly manifest: GoldManifest;
    }
  | { readonly type: "item"; readonly item: GoldItem }
  | { readonly type: "sample"; readonly sample: Sample }
  | { readonly type: "run"; readonly run: RunRecord }
  /** `result`: a line of a suggestions file as text; the store checks it. */
  | { readonly type: "suggestions"; readonly run: string; readonly result: string }
  | { readonly type: "log"; readonly log: LogKind; readonly rater: string }
  | { readonly type: "event"; readonly log: LogKind; readonly event: JudgementEvent }
  /** What restoring has no use for: texts, and what an export with something left out holds. */
  | { readonly type: "conversation" | "preparedItem" | "end" };

export type ParsedBundleLine =
  | { readonly ok: true; readonly line: BundleLine }
  /** `reason` names the field, never its content. */
  | { readonly ok: false; readonly reason: string };

/** Never throws. */
export function parseBundleLine(text: string): ParsedBundleLine {
  if (text.length > MAX_BUNDLE_LINE) return bad("the line is too long");
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return bad("not JSON");
  }
  if (typeof found !== "object" || found === null || !("type" in found))
    return bad("not a line of an export");
  switch (found.type) {
    case "gold":
      return goldLine(found);
    case "item": {
      const parsed = parseGoldItem(JSON.stringify(fieldOf(found, "item")) ?? "");
      return parsed.ok ? ok({ type: "item", item: parsed.item }) : parsed;
    }
    case "sample": {
      const parsed = parseSample(JSON.stringify(fieldOf(found, "sample")) ?? "");
      return parsed.ok ? ok({ type: "sample", sample: parsed.sample }) : bad(`a sample: ${parsed.reason}`);
    }
    case "run": {
      const run = checkRun(fieldOf(found, "run"));
      return run ? ok({ type: "run", run }) : bad("a run's record has a bad field");
    }
    case "suggestions": {
      const run = fieldOf(found, "run");
      const result = JSON.stringify(fieldOf(found, "result"));
      if (typeof run !== "string" || result === undefined)
        return bad("suggestions without a run or a result");
      return ok({ type: "suggestions", run, result });
    }
    case "log":
    case "event":
      return logLine(found.type, found);
    case "conversation":
    case "preparedItem":
    case "end":
      return ok({ type: found.type });
    default:
      return bad("a line of unknown type");
  }
}

function goldLine(found: object): ParsedBundleLine {
  const version = fieldOf(found, "v");
  if (typeof version === "number" && version > BUNDLE_VERSION)
    return bad("it was written by a newer version of Valuemark");
  if (version !== BUNDLE_VERSION) return bad("v is not a version");
  const parsed = checkManifest(fieldOf(found, "manifest"));
  if (!parsed.ok) return bad(`the record: ${parsed.reason}`);
  return ok({
    type: "gold",
    lossless: fieldOf(found, "lossless") === true,
    judgements: fieldOf(found, "judgements") === true,
    manifest: parsed.manifest,
  });
}

function logLine(type: "log" | "event", found: object): ParsedBundleLine {
  const log = LOG_KINDS.find((known) => known === fieldOf(found, "log"));
  if (log === undefined) return bad("a log of unknown kind");
  if (type === "log") {
    const rater = fieldOf(found, "rater");
    return typeof rater === "string" && rater !== ""
      ? ok({ type, log, rater })
      : bad("a log without a rater");
  }
  const parsed = parseEvent(JSON.stringify(fieldOf(found, "event")) ?? "");
  if (parsed.status === "event") return ok({ type, log, event: parsed.event });
  return bad(parsed.status === "bad" ? `an event: ${parsed.reason}` : "an event of a newer version");
}

function fieldOf(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? Object.getOwnPropertyDescriptor(object, name)?.value : undefined;
}

function ok(line: BundleLine): ParsedBundleLine {
  return { ok: true, line };
}

function bad(reason: string): ParsedBundleLine {
  return { ok: false, reason };
}
