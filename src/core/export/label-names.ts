/** Names of the labels of a gold set, one for each class, for tools that know a label by its text only. Pure. */
import type { AnnotationKind, Label } from "../extraction/annotation.ts";
import { isSingleKind } from "../extraction/annotation.ts";
import { classKey } from "./gold-counts.ts";
import type { Prepared } from "./prepare.ts";

/** What stands for "none of this kind" where a tool has no empty answer. */
export const NONE = "none";

export interface LabelNames {
  /** Of one kind, in code-unit order; those that were only voted for, too. */
  of(kind: AnnotationKind): readonly string[];
  nameOf(label: Label): string;
}

/**
 * The label's own text; where two values of a kind have the same (names of nodes needn't be unique) or it is "none",
 * with the node's id or "free text" behind it. Line breaks and control characters become spaces.
 */
export async function labelNames(prepared: Prepared): Promise<LabelNames> {
  const classes = new Map<string, Label>();
  for await (const { decisions } of prepared.items()) {
    for (const { labels, rejected } of decisions) {
      for (const { label } of [...labels, ...rejected])
        if (!classes.has(classKey(label))) classes.set(classKey(label), label);
    }
  }
  const taken = new Map<string, string>();
  const names = new Map<string, string>();
  const keys = [...classes.keys()].sort();
  for (const key of keys) {
    const label = classes.get(key);
    if (!label) continue;
    const plain = plainName(label.value);
    if (isSingleKind(label.kind)) {
      names.set(key, plain);
      continue;
    }
    const own = `${label.kind} ${plain.toLowerCase()}`;
    const isTaken = taken.has(own) || plain.toLowerCase() === NONE;
    let name = isTaken ? `${plain} (${label.node ? plainName(label.node) : "free text"})` : plain;
    for (let n = 2; taken.has(`${label.kind} ${name.toLowerCase()}`); n++) name = `${plain} (${n})`;
    taken.set(`${label.kind} ${name.toLowerCase()}`, key);
    names.set(key, name);
  }
  return {
    of: (kind) =>
      [
        ...new Set(keys.flatMap((key) => (classes.get(key)?.kind === kind ? [names.get(key) ?? ""] : []))),
      ].sort(),
    nameOf: (label) => names.get(classKey(label)) ?? plainName(label.value),
  };
}

function plainName(text: string): string {
  const plain = text.replaceAll(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return plain === "" ? "(blank)" : plain;
}
