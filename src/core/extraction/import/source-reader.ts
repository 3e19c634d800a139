/** The port behind which every tool's export stands. */
import type { JsonValue } from "../../conversation/model.ts";
import type { LabelRow, LabelSourceId } from "./label-row.ts";

export interface RowPlace {
  /** 0-based. */
  readonly row: number;
  /** 1-based. */
  readonly line?: number;
}

export interface SourceReader {
  readonly id: LabelSourceId;
  /** Judges one record: why it is this tool's, or undefined when it isn't. */
  recognise(value: JsonValue): string | undefined;
  /** Reads one record; undefined when it hasn't the tool's shape. Must not throw on any JSON. */
  read(value: JsonValue, place: RowPlace): LabelRow | undefined;
}
