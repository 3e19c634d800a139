/**
 * Recomputes every figure of a data card from a project's raw files, and compares. Shares no code with the product: it
 * reads the judgement, adjudication, suggestion and sample files as plain JSON and follows what docs/storage.md,
 * docs/gold.md and docs/statistics.md say.
 *
 *   node recompute.mjs CORPUS_FOLDER CARD TAXONOMY_JSON
 *
 * Prints one line for each difference; exit code 1 if there is any, else the number of figures that were compared.
 */
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { alpha, jackknife, linearised, masi, scoreInterval } from "./alpha.mjs";
import { decidedOf, decisionsIn } from "./adjudicated.mjs";

const [, , folder = "", cardFile = "", taxonomyFile = ""] = process.argv;
const KINDS = ["aiValue", "humanValue", "responseType", "task", "subjectivity"];
const TITLES = /** @type {Record<string, string>} */ ({
  aiValue: "AI value",
  humanValue: "Human value",
  responseType: "Response type",
  task: "Task",
  subjectivity: "Subjectivity",
});
const SINGLE = new Set(["responseType", "task", "subjectivity"]);

/** @param {string} name @returns {any[]} */
function jsonl(name) {
  const place = path.join(folder, name);
  if (!fs.existsSync(place)) return [];
  return fs
    .readdirSync(place)
    .filter((file) => file.endsWith(".jsonl"))
    .sort()
    .flatMap((file) =>
      fs
        .readFileSync(path.join(place, file), "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => ({ ...JSON.parse(line), file })),
    );
}

const taxonomy = new Map(
  JSON.parse(fs.readFileSync(taxonomyFile, "utf8")).map((/** @type {any} */ node) => [node.id, node]),
);
const events = jsonl("judgements");
const sampleFolder = path.join(folder, "samples");
const [sampleFile] = fs.existsSync(sampleFolder) ? fs.readdirSync(sampleFolder) : [];
const sample = JSON.parse(fs.readFileSync(path.join(sampleFolder, sampleFile ?? ""), "utf8"));
const suggestions = new Map(
  jsonl("suggestions").flatMap((line) =>
    line.suggestions.map((/** @type {any} */ one) => [one.id, { ...one, conversation: line.conversation }]),
  ),
);

// What each rater says of each conversation. An event holds if no holding retract names it.
/** @param {any[]} own */
function holding(own) {
  const sorted = [...own].sort((a, b) => (a.id < b.id ? -1 : 1));
  const taken = new Set();
  for (const event of sorted.toReversed())
    if (!taken.has(event.id) && event.kind === "retract") taken.add(event.target);
  return sorted.filter(({ id, kind }) => !taken.has(id) && kind !== "retract");
}

/** @param {any[]} own @returns {{ done: boolean, skipped: boolean, frame: string, labels: Map<string, any> }} */
function reading(own) {
  const held = holding(own);
  const labels = new Map();
  const seen = new Set(
    own.filter(({ kind }) => kind !== "flag" && kind !== "comment").map(({ assist }) => assist),
  );
  let status = "open";
  for (const event of held) {
    if (event.kind === "done" || event.kind === "skip") status = event.kind;
    if (event.kind === "add") labels.set(event.id, { label: event.label, state: "kept", at: event.id });
    if (event.kind === "confirm" || event.kind === "reject" || event.kind === "correct") {
      const base = labels.get(event.target)?.label ?? suggestions.get(event.target)?.label;
      const label = event.kind === "correct" ? event.label : base;
      labels.set(event.target, { label, state: event.kind === "reject" ? "rejected" : "kept", at: event.id });
    }
  }
  const frame = seen.size > 1 ? "mixed" : seen.has("blind") ? "blind" : "assisted";
  return { done: status === "done", skipped: status === "skip", frame, labels };
}

/** @param {ReturnType<typeof reading>} rating @param {string} kind @returns {any[] | undefined} */
function labelsOf(rating, kind) {
  const own = [...rating.labels.values()].filter(({ label }) => label.kind === kind);
  const kept = own.filter(({ state }) => state === "kept");
  if (SINGLE.has(kind)) {
    const latest = kept.sort((a, b) => (a.at < b.at ? 1 : -1))[0];
    return latest && [latest.label];
  }
  if (!rating.done && own.length === 0) return undefined;
  return kept.map(({ label }) => label);
}

/** @param {any} label @param {number} level */
function keyAt(label, level) {
  const node = label.node ? taxonomy.get(label.node) : undefined;
  if (!node) return `free ${label.value.trim().toLowerCase()}`;
  const up = [];
  for (let at = node; at; at = taxonomy.get(at.parent)) up.push(at);
  return (up.toReversed().findLast((one) => one.level >= level) ?? node).id;
}

const conversations = sample.items
  .filter((/** @type {any} */ item) => item.trap === undefined)
  .map((/** @type {any} */ item) => {
    const own = events.filter(
      (event) => event.conversation.id === item.id && event.conversation.hash === item.hash,
    );
    const ratings = [...new Set(own.map(({ rater }) => rater))]
      .sort()
      .map((rater) => ({ rater, ...reading(own.filter((event) => event.rater === rater)) }))
      .filter(({ skipped }) => !skipped);
    return { ...item, ratings, weight: 1 / item.probability };
  });

// The card's tables.
const card = fs.readFileSync(cardFile, "utf8");
/** @param {string} heading @returns {string[][][]} tables below it, up to the next heading, without their heads */
function tables(heading) {
  const start = card.indexOf(`\n${heading}\n`);
  if (start < 0) return [];
  const next = card.slice(start + heading.length + 2).search(/\n#{1,3} /);
  const part = card.slice(start, next < 0 ? undefined : start + heading.length + 2 + next);
  return part
    .split(/\n(?!\|)/)
    .map((block) => block.trim())
    .filter((block) => block.startsWith("|"))
    .map((block) =>
      block
        .split("\n")
        .filter((line) => line.startsWith("|"))
        .slice(2)
        .map((line) =>
          line
            .slice(2, -2)
            .split(" | ")
            .map((cell) => cell.replaceAll(/\\(.)/g, "$1")),
        ),
    );
}

let compared = 0;
let different = 0;
/** @param {string} what @param {unknown} found @param {unknown} expected */
function check(what, found, expected) {
  compared++;
  if (String(found) === String(expected)) return;
  different++;
  process.stdout.write(`${what}: the card says ${String(found)}, recomputed ${String(expected)}\n`);
}

// Raters.
const [raterRows = []] = tables("## Raters, and what they saw");
const names = [
  ...new Set(
    conversations.flatMap((/** @type {any} */ c) => c.ratings.map((/** @type {any} */ r) => r.rater)),
  ),
].sort();
check("raters", raterRows.length, names.length);
for (const [name, rated, blind, assisted, mixed, unfinished] of raterRows) {
  const own = conversations.flatMap((/** @type {any} */ c) =>
    c.ratings.filter(
      (/** @type {any} */ r) => r.rater === name && KINDS.some((kind) => labelsOf(r, kind) !== undefined),
    ),
  );
  const of = (/** @type {string} */ frame) => own.filter((/** @type {any} */ r) => r.frame === frame).length;
  check(`${name} rated`, rated, own.length);
  check(`${name} blind`, blind, of("blind"));
  check(`${name} assisted`, assisted, of("assisted"));
  check(`${name} mixed`, mixed, of("mixed"));
  check(`${name} unfinished`, unfinished, own.filter((/** @type {any} */ r) => !r.done).length);
}

// Decisions as the card's rule says: an adjudicator's, or by votes K of N.
const isAdjudicated = card.includes("Rule: decided by an adjudicator");
const adjudications = jsonl("adjudications");
const rule = /at least (\d+) of at least (\d+) raters/.exec(card);
const [k, of] = [Number(rule?.[1]), Number(rule?.[2])];
/** @param {any} conversation @param {string} kind */
function decide(conversation, kind) {
  const rated = conversation.ratings.flatMap((/** @type {any} */ r) => {
    const labels = labelsOf(r, kind);
    return labels ? [{ ...r, keys: new Set(labels.map((label) => keyAt(label, 0))), labels }] : [];
  });
  const votes = new Map();
  for (const { keys } of rated) for (const key of keys) votes.set(key, (votes.get(key) ?? 0) + 1);
  const enough = [...votes].filter(([, n]) => n >= k).sort((a, b) => b[1] - a[1]);
  const none = rated.filter((/** @type {any} */ r) => r.done && r.keys.size === 0).length;
  const frames = new Set(rated.map((/** @type {any} */ r) => r.frame));
  const frame = frames.size === 0 ? undefined : frames.size > 1 ? "mixed" : [...frames][0];
  if (isAdjudicated) return { rated, frame, votes, ...adjudicatedOf(conversation, kind, rated.length > 0) };
  const undecided =
    rated.length === 0
      ? "rated by nobody"
      : rated.length < of
        ? "rated by too few"
        : enough.length === 0
          ? none >= k
            ? undefined
            : "neither a label nor “none” has enough votes"
          : SINGLE.has(kind)
            ? enough[1]?.[1] === enough[0]?.[1]
              ? "two answers have equally many votes"
              : undefined
            : none >= k
              ? "two answers have equally many votes"
              : undefined;
  const gold = undecided ? [] : (SINGLE.has(kind) ? enough.slice(0, 1) : enough).map(([key]) => key);
  return { rated, undecided, gold, frame };
}

/** @param {any} conversation @param {string} kind @param {boolean} isRated */
function adjudicatedOf({ id, hash, ratings }, kind, isRated) {
  const own = adjudications.filter((act) => act.conversation.id === id && act.conversation.hash === hash);
  const byAdjudicator = [...new Set(own.map(({ file }) => file))].flatMap((file) =>
    holding(own.filter((act) => act.file === file)),
  );
  const made = decisionsIn(byAdjudicator.sort((a, b) => (a.id < b.id ? -1 : 1)));
  const given = ratings.flatMap((/** @type {any} */ r) =>
    [...r.labels.values()]
      .filter(({ label, state }) => state === "kept" && label.kind === kind)
      .map(({ label, at }) => ({ id: at, label })),
  );
  const labels = decidedOf(made, given, { kind, isSingle: SINGLE.has(kind), isRated });
  if (!labels) return { undecided: "not decided by an adjudicator", gold: [], by: [] };
  const files = new Set([...made.decisions.map(({ file }) => file), made.statusBy]);
  const by = [...new Set(own.filter(({ file }) => files.has(file)).map(({ rater }) => rater))];
  return { undecided: undefined, gold: [...new Set(labels.map((label) => keyAt(label, 0)))], by };
}

const [decisionRows = [], adjudicatorRows = []] = tables("## What is gold");
const decisions = new Map(
  KINDS.map((kind) => [kind, conversations.map((/** @type {any} */ c) => decide(c, kind))]),
);
for (const kind of KINDS) {
  const all = decisions.get(kind) ?? [];
  const row = decisionRows.find(([title]) => title === TITLES[kind]) ?? [];
  const decided = all.filter((/** @type {any} */ d) => !d.undecided);
  check(`${kind} decided`, row[1], decided.length);
  check(`${kind} none`, row[2], decided.filter((/** @type {any} */ d) => d.gold.length === 0).length);
  check(
    `${kind} labels`,
    row[3],
    decided.reduce((/** @type {number} */ sum, /** @type {any} */ d) => sum + d.gold.length, 0),
  );
  check(`${kind} undecided`, row[4], all.length - decided.length);
  for (const why of new Set(all.flatMap((/** @type {any} */ d) => d.undecided ?? []))) {
    const count = all.filter((/** @type {any} */ d) => d.undecided === why).length;
    check(`${kind} ${why}`, (row[5] ?? "").split("; ").includes(`${count} ${why}`), true);
  }
  ["blind", "assisted", "mixed"].forEach((frame, at) =>
    check(`${kind} ${frame}`, row[6 + at], all.filter((/** @type {any} */ d) => d.frame === frame).length),
  );
}
if (isAdjudicated) {
  const made = [...decisions.values()].flat().filter((/** @type {any} */ d) => !d.undecided);
  const differ = made.filter((/** @type {any} */ d) => {
    const most = [...d.votes].filter(([, n]) => n * 2 > d.rated.length).map(([key]) => key);
    return d.rated.length > 0 && most.sort().join("\n") !== d.gold.sort().join("\n");
  });
  const changed = /(\d+) of (\d+) decisions \(one kind/.exec(card);
  check("decisions", changed?.[2], made.length);
  check("decisions that differ from the raters'", changed?.[1], differ.length);
  const adjudicators = [...new Set(made.flatMap((/** @type {any} */ d) => d.by))].sort();
  check("adjudicators", adjudicatorRows.map(([name]) => name).join(), adjudicators.join());
  for (const [name = "", count, isRater] of adjudicatorRows) {
    check(`${name} decisions`, count, made.filter((/** @type {any} */ d) => d.by.includes(name)).length);
    check(`${name} is a rater`, isRater, names.includes(name) ? "yes" : "no");
  }
}
const head = /(\d+) conversations with (\d+) gold labels/.exec(card);
check("conversations", head?.[1], conversations.length);
check(
  "gold labels",
  head?.[2],
  KINDS.flatMap((kind) => decisions.get(kind) ?? []).reduce((sum, d) => sum + d.gold.length, 0),
);

const summary = /Of (\d+) conversations every kind that was rated is decided, of (\d+) none/.exec(card);
const byConversation = conversations.map((/** @type {any} */ _, /** @type {number} */ at) =>
  KINDS.map((kind) => decisions.get(kind)?.[at]?.undecided),
);
const NO_MATTER = [undefined, "rated by nobody", "not decided by an adjudicator"];
const isOpen = (/** @type {any} */ why) => !NO_MATTER.includes(why);
const noneDecided = byConversation.filter((/** @type {any[]} */ all) =>
  all.every((why) => why !== undefined),
);
check(
  "wholly decided",
  summary?.[1],
  byConversation.filter(
    (/** @type {any[]} */ all) => !all.some(isOpen) && all.some((why) => why === undefined),
  ).length,
);
check("wholly undecided", summary?.[2], noneDecided.length);

// Classes, with weighted shares.
for (const kind of KINDS) {
  const [rows = []] = tables(`### ${TITLES[kind]}`);
  const all = decisions.get(kind) ?? [];
  const counts = new Map();
  const weights = new Map();
  let [decided, whole] = [0, 0];
  all.forEach((/** @type {any} */ d, /** @type {number} */ at) => {
    if (d.undecided) return;
    decided++;
    whole += conversations[at].weight;
    for (const key of d.gold) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
      weights.set(key, (weights.get(key) ?? 0) + conversations[at].weight);
    }
  });
  check(`${kind} classes`, rows.length, counts.size);
  for (const [label = "", , count, share, weighted] of rows) {
    const spelt = label.toLowerCase().replaceAll(" ", "_");
    const key = [...counts.keys()].find(
      (one) =>
        (taxonomy.get(one)?.name ?? one.replace(/^free /, "")) === label.replace("&lt;", "<") ||
        one === `free ${label.toLowerCase()}` ||
        one === `free ${spelt}`,
    );
    check(`${kind} ${label}`, count, counts.get(key));
    check(`${kind} ${label} %`, share, ((100 * (counts.get(key) ?? 0)) / decided).toFixed(1));
    check(`${kind} ${label} weighted %`, weighted, ((100 * (weights.get(key) ?? 0)) / whole).toFixed(1));
  }
}

const [alphaRows = []] = tables("## Agreement of the raters");
const levels = [...new Set([...taxonomy.values()].map(({ level }) => level))].sort();
let expectedRows = 0;
for (const kind of KINDS.filter((one) => one !== "task")) {
  for (const level of SINGLE.has(kind) ? ["–"] : levels) {
    /** @param {boolean} blindOnly */
    const unitsOf = (blindOnly) =>
      conversations.map((/** @type {any} */ c) => {
        const rated = c.ratings.flatMap((/** @type {any} */ r) => {
          const labels = labelsOf(r, kind);
          return labels
            ? [{ ...r, set: new Set(labels.map((one) => (level === "–" ? one.value : keyAt(one, level)))) }]
            : [];
        });
        if (rated.length < 2) return [];
        return rated.filter((/** @type {any} */ r) => !blindOnly || r.frame === "blind");
      });
    const all = unitsOf(false).filter((/** @type {any[]} */ unit) => unit.length > 1);
    if (all.length === 0) continue;
    const frames = new Set(all.flat().map((/** @type {any} */ r) => r.frame === "blind"));
    for (const ratings of frames.size > 1 ? ["all", "blind only"] : ["all"]) {
      expectedRows++;
      const row =
        alphaRows.find(([k1, l1, r1]) => k1 === TITLES[kind] && l1 === String(level) && r1 === ratings) ?? [];
      const what = `α ${kind} ${level} ${ratings}`;
      const units = unitsOf(ratings === "blind only").filter((/** @type {any[]} */ unit) => unit.length > 1);
      check(`${what} units`, row[5], units.length);
      check(`${what} raters`, row[6], new Set(units.flat().map((/** @type {any} */ r) => r.rater)).size);
      check(`${what} values`, row[7], units.flat().length);
      const sets = units.map((/** @type {any[]} */ unit) => unit.map(({ set }) => set));
      const nominal = (/** @type {Set<string>} */ a, /** @type {Set<string>} */ b) =>
        [...a][0] === [...b][0] ? 0 : 1;
      const distance = level === "–" ? nominal : masi;
      const value = units.length === 0 ? Number.NaN : alpha(sets, distance);
      if (Number.isNaN(value)) {
        check(`${what} undefined`, row[3]?.startsWith("not defined"), true);
        check(`${what} no interval`, row[4], "–");
        continue;
      }
      check(what, row[3], value.toFixed(3));
      const error = level === "–" ? jackknife(sets, distance) : linearised(sets, distance);
      if (units.length < 2 || Number.isNaN(error)) continue;
      check(
        `${what} interval`,
        row[4],
        scoreInterval(value, error, units.length)
          .map((one) => one.toFixed(3))
          .join(" to "),
      );
    }
  }
}
check("rows of agreement", alphaRows.length, expectedRows);

// The sample, and the YAML head.
check("seed", /seed (\d+)/.exec(card)?.[1], sample.seed);
check("frame", /Frame: (\d+) conversations/.exec(card)?.[1], sample.frame.rows);
check("items", /Items: (\d+)/.exec(card)?.[1], conversations.length);
const weights = conversations.map((/** @type {any} */ one) => one.weight);
const spread = /weights \(1 \/ probability\) (?:all (\S+)|from (\S+) to (\S+))/.exec(card);
const rounded = (/** @type {number} */ weight) => Number(weight.toPrecision(6));
check("least weight", spread?.[1] ?? spread?.[2], rounded(Math.min(...weights)));
check("greatest weight", spread?.[1] ?? spread?.[3], rounded(Math.max(...weights)));
check("planted", /(\d+) planted ones/.exec(card)?.[1] ?? 0, sample.items.length - conversations.length);
const inView = /(\d+) of (\d+) ratings were made with suggestions in view/.exec(card);
const allRatings = conversations.flatMap((/** @type {any} */ c) =>
  c.ratings.filter((/** @type {any} */ r) => KINDS.some((kind) => labelsOf(r, kind) !== undefined)),
);
const allBlind = /All (\d+) ratings were made blind/.exec(card);
check("ratings", inView?.[2] ?? allBlind?.[1], allRatings.length);
check(
  "ratings in view",
  inView?.[1] ?? (allBlind ? 0 : undefined),
  allRatings.filter((/** @type {any} */ r) => r.frame !== "blind").length,
);
const judged = new Set(events.map(({ conversation }) => conversation.id));
const inSample = new Set(sample.items.map((/** @type {any} */ item) => item.id));
check(
  "outside",
  /- (\d+) other conversations were judged/.exec(card)?.[1] ?? 0,
  [...judged].filter((id) => !inSample.has(id)).length,
);
const sizes = [...card.matchAll(/num_examples: (\d+)/g)].map(([, n]) => Number(n));
check("rows of conversations", sizes[0], conversations.length);
const rows = KINDS.flatMap((kind) => decisions.get(kind) ?? []).reduce(
  (sum, d) => sum + Math.max(1, d.gold.length),
  0,
);
check("rows of labels", sizes[1], rows);

process.stdout.write(`${compared} figures compared, ${different} different\n`);
process.exitCode = different > 0 || compared < 50 ? 1 : 0;
