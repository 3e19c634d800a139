/** How fast a rater judges. */
import type { JudgementEvent } from "./judgement.ts";

/** The window over which pace is measured: 20 minutes, in ms. */
export const PACE_WINDOW = 20 * 60_000;
/** Judgements kept at most; 12,288 an hour, which no person reaches. */
const KEPT = 4_096;

export interface Pace {
  /** Labels confirmed, corrected, rejected or added in the window, also those taken back since. */
  readonly judgements: number;
  /** The same, per hour. */
  readonly perHour: number;
}

/** Remembers the judgements of the latest window only, whatever the length of the log. */
export class PaceMeter {
  /** Id and time. UTC times in ISO 8601 with ms order as strings. */
  #recent: { readonly id: string; readonly at: string }[] = [];

  add(event: JudgementEvent): void {
    if (
      event.kind !== "confirm" &&
      event.kind !== "correct" &&
      event.kind !== "reject" &&
      event.kind !== "add"
    )
      return;
    this.#recent.push({ id: event.id, at: event.at });
    if (this.#recent.length >= 2 * KEPT) this.#prune();
  }

  /** `now`: ms since 1970. */
  at(now: number): Pace {
    const from = new Date(now - PACE_WINDOW).toISOString();
    const to = new Date(now).toISOString();
    const ids = new Set(this.#recent.filter(({ at }) => at > from && at <= to).map(({ id }) => id));
    return { judgements: ids.size, perHour: (ids.size * 3_600_000) / PACE_WINDOW };
  }

  #prune(): void {
    let latest = "";
    for (const { at } of this.#recent) if (at > latest) latest = at;
    const from = new Date(Date.parse(latest) - PACE_WINDOW).toISOString();
    this.#recent = this.#recent.filter(({ at }) => at > from).slice(-KEPT);
  }
}
