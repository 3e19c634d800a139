/**
 * A 48-bit hash of a conversation's id, for tables that can't afford the id itself and for drawing samples. It is
 * part of the record of a sample, so it never changes: FNV-1a with 64 bits (G. Fowler, L. C. Noll, K.-P. Vo; RFC 9923)
 * over the id's UTF-8, folded by xor to 48 bits.
 */

const OFFSET_HIGH = 0xcbf29ce4;
const OFFSET_LOW = 0x84222325;
const PRIME_LOW = 0x1b3;

/** `bytes`: the id in UTF-8, or a part `[start, end)` of a buffer. An integer from 0 to 2⁴⁸ − 1. */
export function idHash48(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let high = OFFSET_HIGH;
  let low = OFFSET_LOW;
  for (let at = start; at < end; at++) {
    low = (low ^ (bytes[at] ?? 0)) >>> 0;
    // (high·2³² + low) · (2⁴⁰ + 0x1b3) modulo 2⁶⁴, in parts that a double holds exactly.
    const lowProduct = low * PRIME_LOW;
    const carry = Math.floor(lowProduct / 0x1_0000_0000);
    high = (Math.imul(high, PRIME_LOW) + carry + (low << 8)) >>> 0;
    low = lowProduct >>> 0;
  }
  // xor-fold: the upper 16 bits of the 64 go onto the lower 48.
  const folded = (low ^ (high >>> 16)) >>> 0;
  return (high & 0xffff) * 0x1_0000_0000 + folded;
}

/** The same of a text; a lone surrogate counts as U+FFFD. */
export function idHashOf(id: string): number {
  return idHash48(new TextEncoder().encode(id));
}
