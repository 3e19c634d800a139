/** What is said of samples, in words. Pure; texts may hold names out of files. */
import type { Pace } from "../../core/review/pace.ts";
import type { Made } from "../../core/sampling/make-sample.ts";
import { durationText } from "../../core/sampling/queue.ts";
import type { QueueCounts, QueueItem, ReviewQueue } from "../../core/sampling/queue.ts";
import type { Sample, SampleDesign } from "../../core/sampling/sample.ts";
import { itemsOf } from "../../core/review/blind.ts";

const MAX_STRATA_SHOWN = 8;

export function designText(design: SampleDesign): string {
  switch (design.type) {
    case "simple":
      return "simple random";
    case "stratified": {
      const { by, allocation } = design;
      const what = by.type === "field" ? by.path : by.type;
      const how = { proportional: "in proportion", equal: "equal shares", given: "given shares" };
      return `stratified by ${what}, ${how[allocation.type]}`;
    }
    case "weighted":
      return `weighted by ${design.by}`;
    case "all":
      return "all of them";
  }
}

/** What was drawn, a line each, for the user to approve before it is written. */
export function summaryLines({ sample, notes }: Made): string[] {
  const drawn = sample.items.filter(({ trap }) => !trap);
  const traps = sample.items.length - drawn.length;
  return [
    `${number(drawn.length)} of ${number(sample.frame.rows)} conversations, ${designText(sample.design)}`,
    ...strataLines(sample),
    ...raterLines(sample),
    sample.blind
      ? "Blind: suggestions and other raters' labels are hidden"
      : "Assisted: suggestions are shown",
    ...(traps > 0
      ? [`${traps === 1 ? "1 trap" : `${number(traps)} traps`}, spread over the order of rating`]
      : []),
    `Seed ${sample.seed}`,
    ...notes,
  ];
}

function strataLines(sample: Sample): string[] {
  const strata = new Map<string, { count: number; rows: number }>();
  for (const { stratum, probability, trap } of sample.items) {
    if (trap || stratum === undefined) continue;
    const count = (strata.get(stratum)?.count ?? 0) + 1;
    strata.set(stratum, { count, rows: Math.round(count / probability) });
  }
  const lines = [...strata]
    .sort(([, a], [, b]) => b.rows - a.rows)
    .map(([name, { count, rows }]) => `${name}: ${number(count)} of ${number(rows)}`);
  if (lines.length <= MAX_STRATA_SHOWN) return lines;
  return [...lines.slice(0, MAX_STRATA_SHOWN), `and ${lines.length - MAX_STRATA_SHOWN} more strata`];
}

function raterLines(sample: Sample): string[] {
  if (!sample.overlap) return [`Rated in full by ${sample.raters.join(", ")}`];
  const several = sample.items.filter(({ raters, trap }) => !trap && (raters?.length ?? 2) > 1).length;
  const loads = sample.raters.map((rater) => `${rater} ${number(itemsOf(sample, rater).length)}`);
  return [`Items for ${loads.join(", ")}; ${number(several)} by several raters`];
}

/** "ada · 12/50 done · 40/h": for the status bar. */
export function statusText(rater: string, { done, skipped, total }: QueueCounts, pace: Pace): string {
  const perHour = Math.round(pace.perHour);
  return [
    rater,
    `${number(done + skipped)}/${number(total)} done`,
    ...(perHour > 0 ? [`${number(perHour)}/h`] : []),
  ].join(" · ");
}

/** The same at length, for its tooltip. */
export function statusDetail(queue: ReviewQueue, pace: Pace): string {
  const { total, skipped, flagged } = queue.counts;
  return [
    `Sample “${queue.sample.name}”${queue.sample.blind ? ", blind" : ""}`,
    progressText(queue, pace),
    ...(skipped > 0 ? [`${number(skipped)} of ${number(total)} skipped`] : []),
    ...(flagged > 0 ? [`${number(flagged)} flagged`] : []),
    "Pace: labels an hour over the last 20 minutes.",
  ].join("\n");
}

/** "12 of 50 done · about 2 h left": for the view's message. */
export function progressText(queue: ReviewQueue, pace: Pace): string {
  const { total, done, skipped, open } = queue.counts;
  if (total === 0) return `${queue.rater} has no items in this sample.`;
  if (open === 0) return `Finished: all ${number(total)} done or skipped.`;
  const left = queue.timeLeft(pace);
  return `${number(done + skipped)} of ${number(total)} done${left === undefined ? "" : ` · about ${durationText(left)} left`}`;
}

export function itemStatusText({ status, flagged, judged }: QueueItem): string {
  return [
    status === "open" ? (judged > 0 ? "begun" : "open") : status,
    ...(judged > 0 ? [`${judged} judged`] : []),
    ...(flagged ? ["flagged"] : []),
  ].join(" · ");
}

function number(value: number): string {
  return value.toLocaleString("en");
}
