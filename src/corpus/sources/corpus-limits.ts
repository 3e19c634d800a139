/** What opening a corpus may cost. All sizes in bytes. */
export interface CorpusLimits {
  /** Files whose conversations span records are read whole, up to this size. */
  readonly wholeFileBytes: number;
  /** A packed file that unpacks to more than `bombBytes` and more than `bombRatio` times its size is refused. */
  readonly bombBytes: number;
  readonly bombRatio: number;
  /** Left free on the disk of the cache. */
  readonly freeDiskBytes: number;
  /** Parquet row groups that unpack to more than this are converted once instead of being held in memory. */
  readonly groupBytes: number;
  /** Largest page of a Parquet column, unpacked. */
  readonly pageBytes: number;
  /** Decoded Parquet rows kept in memory, as estimated from their uncompressed size; at least one group. */
  readonly keptGroupBytes: number;
  /** First bytes of a file from which its layout and format are told; more only where a record is longer. */
  readonly headBytes: number;
  readonly maxHeadBytes: number;
}

export const DEFAULT_LIMITS: CorpusLimits = {
  wholeFileBytes: 480 * 2 ** 20,
  bombBytes: 2 ** 30,
  bombRatio: 250,
  freeDiskBytes: 2 ** 30,
  groupBytes: 512 * 2 ** 20,
  pageBytes: 2 ** 30,
  keptGroupBytes: 256 * 2 ** 20,
  headBytes: 2 ** 20,
  maxHeadBytes: 256 * 2 ** 20,
};
