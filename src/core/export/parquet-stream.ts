/** Parquet (https://parquet.apache.org/docs/file-format/) written row group by row group, with bounded memory. Pure. */
import type { SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer/src/index.js";

/** Rows that are held at a time. */
const GROUP_ROWS = 2_000;

export type ParquetType = "string" | "int" | "double" | "boolean";

/** A column: of plain values, of lists, or of lists of structs. All may be null. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: ParquetType | ListType | StructType;
}
export interface ListType {
  readonly list: ParquetColumn["type"];
}
export interface StructType {
  readonly struct: readonly ParquetColumn[];
}

export type ParquetRow = Readonly<Record<string, unknown>>;

/** The file's bytes, piece by piece. `rows`: every column of each; `undefined` counts as null. */
export async function* parquetChunks(
  columns: readonly ParquetColumn[],
  rows: AsyncIterable<ParquetRow>,
): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({ writer, schema: schemaOf(columns), createdBy: "valuemark" });
  const take = (): Uint8Array => {
    const bytes = writer.getBytes().slice();
    // The place in the file (`offset`) goes on; only the buffer begins anew.
    writer.index = 0;
    return bytes;
  };
  let group: ParquetRow[] = [];
  const write = async (): Promise<Uint8Array> => {
    const columnData = columns.map(({ name }) => ({ name, data: group.map((row) => row[name] ?? null) }));
    group = [];
    await parquet.write({ columnData, rowGroupSize: GROUP_ROWS });
    return take();
  };
  for await (const row of rows) {
    group.push(row);
    if (group.length === GROUP_ROWS) yield await write();
  }
  if (group.length > 0) yield await write();
  await parquet.finish();
  yield take();
}

function schemaOf(columns: readonly ParquetColumn[]): SchemaElement[] {
  return [{ name: "schema", num_children: columns.length }, ...columns.flatMap(elementsOf)];
}

const PLAIN: Readonly<Record<ParquetType, Pick<SchemaElement, "type" | "converted_type">>> = {
  string: { type: "BYTE_ARRAY", converted_type: "UTF8" },
  int: { type: "INT32" },
  double: { type: "DOUBLE" },
  boolean: { type: "BOOLEAN" },
};

/** Lists in the three-level form that the format's LogicalTypes.md asks for. */
function elementsOf({ name, type }: ParquetColumn): SchemaElement[] {
  if (typeof type === "string") return [{ name, repetition_type: "OPTIONAL", ...PLAIN[type] }];
  if ("struct" in type) {
    const children = type.struct.flatMap(elementsOf);
    return [{ name, repetition_type: "OPTIONAL", num_children: type.struct.length }, ...children];
  }
  return [
    { name, repetition_type: "OPTIONAL", converted_type: "LIST", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    ...elementsOf({ name: "element", type: type.list }),
  ];
}
