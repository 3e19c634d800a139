/** Zstandard with stored blocks of at most 100,000 bytes. */
export function zstd(text: string): Uint8Array {
  const content = Buffer.from(text);
  const parts: Uint8Array[] = [Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0x58)];
  for (let at = 0; ; at += 100_000) {
    const block = content.subarray(at, at + 100_000);
    const isLast = at + 100_000 >= content.length;
    const header = (block.length << 3) | (isLast ? 1 : 0);
    parts.push(Uint8Array.of(header & 255, (header >> 8) & 255, header >> 16), block);
    if (isLast) return Buffer.concat(parts);
  }
}
