/** Rows of a Parquet file at random: decodes the unit a row is in, and keeps the units used last. */
import type { DecodedRows, ParquetFile } from "./parquet-file.ts";

export class ParquetRows {
  /** By place among the units, in the order of last use. */
  readonly #kept = new Map<number, Promise<DecodedRows>>();
  readonly #sizes = new Map<number, number>();

  constructor(
    readonly file: ParquetFile,
    /** Bytes of decoded rows to keep; the last unit is always kept. */
    private readonly keptBytes: number,
  ) {}

  /** JSON of a row. Rejects with a `FormatError` when its unit can't be decoded. */
  async read(row: number, signal: AbortSignal): Promise<Uint8Array> {
    const at = this.unitOf(row);
    const unit = this.file.units[at];
    if (unit === undefined) throw new RangeError(`there is no row ${row}`);
    return rowOf(await this.unit(at, signal), row - unit.firstRow);
  }

  /** Visits rows `[from, to)` in order. */
  async scan(
    from: number,
    to: number,
    visit: (row: number, bytes: Uint8Array) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    for (let row = from; row < to;) {
      signal.throwIfAborted();
      const at = this.unitOf(row);
      const unit = this.file.units[at];
      if (unit === undefined) throw new RangeError(`there is no row ${row}`);
      const decoded = await this.unit(at, signal);
      for (; row < Math.min(to, unit.firstRow + unit.rows); row++) {
        const waiting = visit(row, rowOf(decoded, row - unit.firstRow));
        if (waiting !== undefined) await waiting;
      }
    }
  }

  /** Place of the unit that a row is in. */
  unitOf(row: number): number {
    const { units } = this.file;
    let low = 0;
    let high = units.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((units[middle]?.firstRow ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private unit(at: number, signal: AbortSignal): Promise<DecodedRows> {
    const known = this.#kept.get(at);
    if (known !== undefined) {
      this.#kept.delete(at);
      this.#kept.set(at, known);
      return known;
    }
    const unit = this.file.units[at];
    if (unit === undefined) return Promise.reject(new RangeError("there is no such unit"));
    // Others may be waiting for the same unit, so no one's signal stops it.
    const decoding = this.file.decode(unit, NEVER);
    this.#kept.set(at, decoding);
    decoding.then(
      ({ bytes }) => {
        this.#sizes.set(at, bytes.length);
        this.#forget();
      },
      () => this.#kept.delete(at),
    );
    return decoding.then((decoded) => {
      signal.throwIfAborted();
      return decoded;
    });
  }

  #forget(): void {
    let bytes = [...this.#kept.keys()].reduce((sum, at) => sum + (this.#sizes.get(at) ?? 0), 0);
    for (const at of this.#kept.keys()) {
      if (bytes <= this.keptBytes || this.#kept.size <= 1) return;
      bytes -= this.#sizes.get(at) ?? 0;
      this.#kept.delete(at);
      this.#sizes.delete(at);
    }
  }
}

const NEVER = new AbortController().signal;

function rowOf({ bytes, ends }: DecodedRows, i: number): Uint8Array {
  return bytes.subarray(i === 0 ? 0 : ends[i - 1], ends[i]);
}
