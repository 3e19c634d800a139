/** The codecs of Parquet pages: Node's own where it has them, each bounded by the size that the page declares. */
import * as zlib from "node:zlib";
import type { Compressors } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { FormatError } from "../../core/formats/format.ts";
import { unzstd } from "../../core/formats/unzstd.ts";

type Decode = (input: Uint8Array, length: number) => Uint8Array;

/** Codecs that refuse pages of more than `maxPageBytes`, whatever a hostile header declares. */
export function parquetCodecs(maxPageBytes: number): Compressors {
  const bounded =
    (decode: Decode | undefined): Decode =>
    (input, length) => {
      if (decode === undefined)
        throw new FormatError("unrecognised", "This Parquet file uses a codec that is not known.");
      if (length > maxPageBytes)
        throw new FormatError(
          "limit",
          `This Parquet file has a page of more than ${Math.round(maxPageBytes / 2 ** 20)} MiB.`,
        );
      return decode(input, length);
    };
  return {
    SNAPPY: bounded(compressors.SNAPPY),
    GZIP: bounded((input, length) => zlib.gunzipSync(input, { maxOutputLength: Math.max(1, length) })),
    BROTLI: bounded((input, length) =>
      zlib.brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
    ),
    ZSTD: bounded(nativeZstd ?? unzstd),
    LZ4: bounded(compressors.LZ4),
    LZ4_RAW: bounded(compressors.LZ4_RAW),
  };
}

/** Node has it since 22.15. */
const nativeZstd = ((): Decode | undefined => {
  const decode: unknown = Reflect.get(zlib, "zstdDecompressSync");
  if (typeof decode !== "function") return undefined;
  return (input, length) => {
    const output: unknown = decode(input, { maxOutputLength: Math.max(1, length) });
    // Of several frames Node may give the first alone.
    return output instanceof Uint8Array && output.length === length ? output : unzstd(input, length);
  };
})();
