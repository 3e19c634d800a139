/** What `npm run bench` prints, and docs/benchmarks.md. */

/** @typedef {import("../../test/bench/bench.ts").BenchRow} BenchRow */
/** @typedef {import("../../test/bench/bench.ts").Peer} Peer */
/** @typedef {"met" | "NOT met" | "not measured"} Outcome */
/** @typedef {{machine: string, date: string, corpus: string}} Circumstances `corpus`: what was generated; "" if nothing */

/** @param {number} value @returns {string} three significant digits or whole thousands; an exponent only for what is tiny */
export function figure(value) {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en");
  if (value !== 0 && Math.abs(value) < 1e-4) return value.toExponential(1);
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 6));
}

/**
 * @param {BenchRow} row
 * @returns {{required: string, measured: string, outcome: Outcome} | undefined} undefined: there is no bar
 */
export function judge({ bar, peers = [], value, unit }) {
  if (bar === undefined) return undefined;
  const { atLeast, atMost, beside } = bar;
  const of = beside === undefined ? unit : `× ${beside}`;
  const bounds = [
    ...(atLeast === undefined ? [] : [`≥ ${figure(atLeast)}`]),
    ...(atMost === undefined ? [] : [`≤ ${figure(atMost)}`]),
  ];
  const required = `${bounds.join(", ")} ${of}`;
  const found = beside === undefined ? value : peers.find(({ name }) => name === beside)?.ratio;
  if (found === undefined || Number.isNaN(found)) return { required, measured: "–", outcome: "not measured" };
  const met = found >= (atLeast ?? -Infinity) && found <= (atMost ?? Infinity);
  const measured = `${figure(found)} ${beside === undefined ? unit : "×"}`;
  return { required, measured, outcome: met ? "met" : "NOT met" };
}

/** @param {readonly BenchRow[]} rows @param {Outcome} outcome @returns {BenchRow[]} the rows whose bar came out so */
export function withOutcome(rows, outcome) {
  return rows.filter((row) => judge(row)?.outcome === outcome);
}

/** @param {readonly BenchRow[]} rows @returns {string} "12 of 14 bars met. NOT met: …" */
export function closing(rows) {
  const bars = rows.filter(({ bar }) => bar !== undefined).length;
  if (bars === 0) return "No bar belongs to what was measured.";
  const list = (/** @type {Outcome} */ outcome, /** @type {string} */ title) => {
    const names = withOutcome(rows, outcome).map(({ name }) => name);
    return names.length === 0 ? "" : ` ${title}: ${names.join("; ")}.`;
  };
  const met = withOutcome(rows, "met").length;
  return `${met} of ${bars} bars met.${list("NOT met", "NOT met")}${list("not measured", "Not measured")}`;
}

/** @param {readonly [number, number] | undefined} spread */
const range = (spread) =>
  spread === undefined || spread[0] === spread[1] ? "" : `${figure(spread[0])} to ${figure(spread[1])}`;

/**
 * @typedef {object} Line
 * @property {string} what
 * @property {string} value
 * @property {string} ratio how many times faster or smaller ours is than this peer
 * @property {string} required
 * @property {string} outcome
 * @property {string} rounds
 * @property {string} spread
 * @property {string} note
 */

/** @param {BenchRow} row @returns {Line[]} the row, then each of its peers */
function linesOf(row) {
  const bar = judge(row);
  const rounds = row.rounds === undefined ? "" : String(row.rounds);
  const own = {
    what: row.name,
    value: `${figure(row.value)} ${row.unit}`,
    ratio: "",
    required: bar?.required ?? "",
    // A bar on a ratio says which, so that nobody looks for it in the value.
    outcome: bar === undefined ? "" : row.bar?.beside ? `${bar.outcome}: ${bar.measured}` : bar.outcome,
    rounds,
    spread: range(row.spread),
    note: row.note ?? "",
  };
  return [own, ...(row.peers ?? []).map((peer) => peerLine(peer, row.unit, rounds))];
}

/** @param {Peer} peer @param {string} unit @param {string} rounds @returns {Line} */
function peerLine({ name, value, ratio, spread, missing }, unit, rounds) {
  const isMissing = value === undefined;
  return {
    what: `  beside ${name}`,
    value: isMissing ? "–" : `${figure(value)} ${unit}`,
    ratio: ratio === undefined ? "" : `${figure(ratio)} ×`,
    required: "",
    outcome: "",
    rounds: isMissing ? "" : rounds,
    spread: range(spread),
    note: isMissing ? (missing ?? "missing") : "",
  };
}

/** @param {readonly BenchRow[]} rows @returns {[string, BenchRow[]][]} groups with their titles, empty ones left out */
function groups(rows) {
  /** @type {[string, BenchRow[]][]} */
  const all = [
    ["Bars", rows.filter(({ bar }) => bar !== undefined)],
    ["Other figures", rows.filter(({ bar }) => bar === undefined)],
  ];
  return all.filter(([, members]) => members.length > 0);
}

/** @param {readonly BenchRow[]} rows @returns {string} aligned for a terminal */
export function terminal(rows) {
  return [...groups(rows).map(([title, members]) => `${title}\n${aligned(members)}`), closing(rows)].join(
    "\n\n",
  );
}

/** @param {readonly BenchRow[]} rows */
function aligned(rows) {
  const cells = rows
    .flatMap(linesOf)
    .map(({ what, value, ratio, required, outcome, rounds, spread, note }) => {
      const bar = required === "" ? "" : `${required}: ${outcome}`;
      const times = rounds === "" ? "" : `n ${rounds}`;
      return [
        what,
        value,
        ratio === "" ? "" : `ours ${ratio}`,
        bar,
        [times, spread].filter(Boolean).join(", "),
        note,
      ];
    });
  const width = (/** @type {number} */ at) => Math.max(...cells.map((line) => line[at]?.length ?? 0));
  const widths = [0, 1, 2, 3, 4].map(width);
  return cells
    .map((line) =>
      line
        .map((cell, at) => (at === 1 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
        .filter((_, at) => at > 4 || (widths[at] ?? 0) > 0)
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `  ${line}`)
    .join("\n");
}

/** @param {readonly BenchRow[]} rows @param {Circumstances} circumstances @returns {string} docs/benchmarks.md */
export function page(rows, { machine, date, corpus }) {
  const sections = groups(rows).map(([title, members]) => `## ${title}\n\n${markdown(members)}`);
  return `# Benchmarks

Written by \`npm run bench -- --write\` on ${date}: ${machine}.
${corpus === "" ? "" : `Corpus: ${corpus}.\n`}
**${closing(rows)}**

Compare ratios of one run: figures of other machines, and of other days on this one, differ. Ours and its peers take
turns, round by round. A value is the median of its rounds, with the smallest and the largest beside it; a ratio, which
says how many times faster (or smaller) ours is, is the median of the rounds' ratios.

${sections.join("\n\n")}
`;
}

/** @param {readonly BenchRow[]} rows */
function markdown(rows) {
  const escape = (/** @type {string} */ text) => text.replaceAll("|", "\\|").trim();
  const lines = rows.flatMap(linesOf).map((line) => {
    const what = line.what.startsWith("  ") ? `↳ ${line.what.trim()}` : line.what;
    const cells = [
      what,
      line.value,
      line.ratio,
      line.required,
      line.outcome,
      line.rounds,
      line.spread,
      line.note,
    ];
    return `| ${cells.map(escape).join(" | ")} |`;
  });
  return `| what | measured | ours beside it | required | bar | rounds | spread | on what |
| --- | ---: | ---: | --- | --- | ---: | --- | --- |
${lines.join("\n")}`;
}
