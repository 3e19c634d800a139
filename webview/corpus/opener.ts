/** Opens transcripts of rows: previews once the keys rest, and only rows of which it is known where they are now. */
import type { TableRowView } from "../../src/protocol/corpus.ts";
import type { RowCache } from "./windows.ts";

/** A row's preview opens once the keys rest on it for so long. */
const PREVIEW_MS = 80;

interface Waiting {
  readonly at: number;
  /** Of the corpus, if it was on show. */
  readonly row: number | undefined;
  readonly preview: boolean;
}

export class Opener {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waiting: Waiting | undefined;

  /** `open` gets the generation in which the place holds. */
  constructor(
    private readonly cache: RowCache,
    private readonly open: (generation: number, at: number, preview: boolean) => void,
  ) {}

  /** Forgets what has not been opened yet. */
  cancel(): void {
    clearTimeout(this.timer);
    this.waiting = undefined;
  }

  previewSoon(at: number): void {
    this.cancel();
    this.timer = setTimeout(() => this.now(at, true), PREVIEW_MS);
  }

  /** A row that is drawn from an older view, or not at all yet, waits for its place in this one. */
  now(at: number, preview: boolean): void {
    this.cancel();
    if (this.cache.fresh(at) !== undefined) this.open(this.cache.generation, at, preview);
    else this.waiting = { at, row: this.cache.get(at)?.row, preview };
  }

  /** Rows have come: opens the one that waited; returns where it was and where it is. */
  came(rows: readonly TableRowView[]): { readonly was: number; readonly at: number } | undefined {
    const { waiting } = this;
    if (waiting === undefined) return undefined;
    const at = rows.find(({ row }) => row === waiting.row)?.at ?? waiting.at;
    if (this.cache.fresh(at) === undefined) return undefined;
    this.now(at, waiting.preview);
    return { was: waiting.at, at };
  }
}
