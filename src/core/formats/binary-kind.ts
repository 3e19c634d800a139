/** Well-known files that hold no readable text, so that a person is told what they have opened. */

const KINDS: readonly { readonly at: number; readonly magic: string; readonly advice: string }[] = [
  {
    at: 0,
    magic: "PAR1",
    advice: "This is a Parquet file. Open it as a corpus, or convert it to JSON Lines.",
  },
  { at: 0, magic: "ARROW1", advice: "This is an Arrow file. Convert it to JSON Lines." },
  { at: 0, magic: "SQLite format 3", advice: "This is an SQLite database. Export the table to JSON Lines." },
  { at: 0, magic: "%PDF-", advice: "This is a PDF. Save its text as a plain text file." },
  { at: 1, magic: "PNG\r\n", advice: "This is a picture." },
  { at: 0, magic: "\u00ff\u00d8\u00ff", advice: "This is a picture." },
  { at: 257, magic: "ustar", advice: "This is a tar archive. Unpack it and open the files in it." },
  { at: 0, magic: "BZh", advice: "This is packed with bzip2. Unpack it first." },
  { at: 0, magic: "\u00fd7zXZ", advice: "This is packed with xz. Unpack it first." },
  { at: 0, magic: "\u0028\u00b5\u002f\u00fd", advice: "This is packed with Zstandard. Unpack it first." },
  { at: 0, magic: "7z\u00bc\u00af", advice: "This is a 7-Zip archive. Unpack it first." },
  { at: 0, magic: "\u0080\u0003", advice: "This is a Python pickle. Save it as JSON Lines." },
  { at: 0, magic: "\u0080\u0004", advice: "This is a Python pickle. Save it as JSON Lines." },
];

/** What to tell a person about a file of a known binary kind; undefined for all others. */
export function knownBinary(bytes: Uint8Array): string | undefined {
  return KINDS.find(({ at, magic }) => [...magic].every((ch, i) => bytes[at + i] === ch.charCodeAt(0)))
    ?.advice;
}

/** True when the first 4 kB hold a zero byte, which text does not. */
export function hasZeroBytes(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 4096).includes(0);
}
