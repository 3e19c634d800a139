/** Krippendorff's α (MASI) in Python: nltk's where Python has it, and the same formula in plain Python. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Ratings } from "../../../src/core/agreement/ratings.ts";
import { runPython } from "../peers.ts";
import { scratchFolder } from "./corpus-file.ts";

export interface PythonAlpha {
  readonly value: number;
  /** Without the interpreter's start and reading the data. */
  readonly ms: number;
}

/** Undefined where there is no Python 3, or no nltk in it. */
export class AlphaPeer {
  readonly #file = join(scratchFolder(), "alpha.json");

  constructor(ratings: Ratings<readonly string[]>) {
    const rows = ratings.flatMap((unit, at) =>
      unit.flatMap((labels, rater) => (labels === undefined ? [] : [[`r${rater}`, `u${at}`, labels]])),
    );
    writeFileSync(this.#file, JSON.stringify(rows));
  }

  nltk(): PythonAlpha | undefined {
    return this.#run(NLTK);
  }

  plain(): PythonAlpha | undefined {
    return this.#run(PLAIN);
  }

  #run(body: string): PythonAlpha | undefined {
    const printed = runPython(`${READ}\n${body}\n${PRINT}`, [this.#file]);
    if (printed === undefined) return undefined;
    const result: PythonAlpha = JSON.parse(printed);
    return result;
  }
}

const READ = `
import json, sys, time
rows = [(rater, unit, frozenset(labels)) for rater, unit, labels in json.load(open(sys.argv[1]))]
start = time.perf_counter()`;
const PRINT = `print(json.dumps({"value": value, "ms": (time.perf_counter() - start) * 1000}))`;

const NLTK = `
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import masi_distance
start = time.perf_counter()
value = AnnotationTask(data=rows, distance=masi_distance).alpha()`;

/** By the textbook, over pairs of different values; MASI with nltk's weights .67 and .33. */
const PLAIN = `
from collections import Counter, defaultdict

def distance(a, b):
    both = len(a & b)
    either = len(a | b)
    if a == b:
        return 0.0
    weight = 0.67 if both == min(len(a), len(b)) else 0.33 if both > 0 else 0.0
    return 1 - both / either * weight

def disagreement(counts):
    n = sum(counts.values())
    pairs = sum(x * y * distance(a, b) for a, x in counts.items() for b, y in counts.items())
    return pairs / (n * (n - 1))

units = defaultdict(Counter)
for _, unit, labels in rows:
    units[unit][labels] += 1
rated = [counts for counts in units.values() if sum(counts.values()) > 1]
n = sum(sum(counts.values()) for counts in rated)
observed = sum(sum(counts.values()) * disagreement(counts) for counts in rated) / n
expected = disagreement(sum(rated, Counter()))
value = 1 - observed / expected`;
