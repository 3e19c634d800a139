/** What the index and its workers say to each other. */
import type { RecordShape } from "../../core/formats/record-shape.ts";
import type { RowKind } from "./row-index.ts";
import type { SharedRowTable } from "./shared-table.ts";

export type ToMetadataWorker =
  | {
      readonly type: "begin";
      readonly file: string;
      readonly kind: RowKind;
      readonly shape: RecordShape | undefined;
      readonly table: SharedRowTable;
      readonly blockBytes: number;
      /** Int32: not 0 when all is to stop. */
      readonly stop: SharedArrayBuffer;
    }
  | { readonly type: "describe"; readonly from: number; readonly to: number };

export type FromMetadataWorker =
  | { readonly type: "done" }
  /** The message is for a person. `changed`: the file is shorter than it was. */
  | { readonly type: "failed"; readonly changed: boolean; readonly message: string };

export function isFromMetadataWorker(message: unknown): message is FromMetadataWorker {
  return (
    typeof message === "object" &&
    message !== null &&
    "type" in message &&
    (message.type === "done" || message.type === "failed")
  );
}
