/**
 * The structure index in WebAssembly with SIMD: 64 bytes at a time become bit masks, as in G. Langdale and D. Lemire,
 * "Parsing gigabytes of JSON per second" (VLDB Journal 28, 2019), section 3.1; written from the paper.
 */
import { LAYOUT } from "./scan-layout.ts";
import {
  again,
  type Code,
  type FunctionText,
  i32,
  i64,
  local,
  type Local,
  loopWhile,
  v128,
  when,
} from "./wasm-assembler.ts";

const at = local(0);
const end = local(1);
const out = local(2);
const quotes = local(3);
const slashes = local(4);
const inside = local(5);
const escaped = local(6);
const mask = local(7);
const lone = local(8);
const bit = local(9);
const carry = local(10);
const flags = local(11);
const count = local(12);
const first = local(13);
/** All backslashes of the block, escaped ones too. */
const taken = local(34);
const blocks = [local(14), local(15), local(16), local(17)];
const quoteHits = [local(18), local(19), local(20), local(21)];
const slashHits = [local(22), local(23), local(24), local(25)];
const LETTER_N = 110;
/** Sixteen times the same byte. Read from memory, which keeps the compiler from making them anew in each round. */
const needles = new Map(
  [34, 92, 0x20, 0x7b, 0x7d, 0x2c, 0x3a, LETTER_N].map((byte, i) => [byte, local(26 + i)]),
);
const needle = (byte: number): Code => needles.get(byte)?.get ?? [];

/** One i64 from four vectors of which each byte is all ones or zero. */
function mask64([a, b, c, d]: readonly Code[]): Code {
  const half = (low: Code = [], high: Code = []) =>
    i64.fromI32(i32.or(v128.bitmask(low), i32.shl(v128.bitmask(high), i32.const(16))));
  return i64.or(half(a, b), i64.shl(half(c, d), i64.const(32n)));
}

const gets = (locals: readonly Local[]): Code[] => locals.map(({ get }) => get);

/** `{ } [ ]` (a bracket and its brace differ in one bit), `,` and `:`. */
function isOperator(block: Code): Code {
  const folded = v128.or(block, needle(0x20));
  return v128.or(
    v128.or(v128.equal(folded, needle(0x7b)), v128.equal(folded, needle(0x7d))),
    v128.or(v128.equal(block, needle(0x2c)), v128.equal(block, needle(0x3a))),
  );
}

const not = (value: Code) => i64.xor(value, i64.const(-1n));
const isSet = (value: Code) => i32.eqz(i64.eqz(value));
const table = (address: Code, offset: number) =>
  i32.load8(i32.add(i32.load8(address, offset), i32.const(LAYOUT.hex)));

/** Looks at the character behind a backslash: what may not stand there, and `u` with its four digits. */
function checkEscape(address: Code): Code {
  const kind = i32.load8(i32.add(i32.load8(address), i32.const(LAYOUT.escape)));
  const digits = [1, 2, 3, 4].map((offset) => table(address, offset)).reduce((a, b) => i32.or(a, b));
  return [
    ...flags.set(i32.or(flags.get, kind)),
    ...when(i32.eq(kind, i32.const(1)), flags.set(i32.or(flags.get, digits))),
  ];
}

/** Goes through the backslashes one by one: each that is not escaped itself escapes what follows. */
const takeTurns: Code = [
  // What the byte before the block escapes.
  ...escaped.set(i64.and(escaped.get, i64.const(1n))),
  ...slashes.set(i64.and(slashes.get, not(escaped.get))),
  ...lone.set(i64.const(0n)),
  ...carry.set(i32.const(0)),
  ...loopWhile(isSet(slashes.get), [
    ...bit.set(i64.ctz(slashes.get)),
    ...lone.set(i64.or(lone.get, i64.shl(i64.const(1n), bit.get))),
    ...escaped.set(i64.or(escaped.get, i64.shl(i64.const(2n), bit.get))),
    ...slashes.set(i64.and(slashes.get, not(i64.shl(i64.const(3n), bit.get)))),
    ...when(i32.eq(i32.add(i32.fromI64(bit.get), i32.const(1)), count.get), carry.set(i32.const(1))),
  ]),
];

/**
 * One block. There are few branches, for each that the data decides at random costs as much as half of this; leaving
 * out blocks of plain text made it slower.
 */
const block: Code = [
  ...blocks.flatMap((v, i) => v.set(v128.load(at.get, 16 * i))),
  ...blocks.flatMap((v, i) => [
    ...(quoteHits[i]?.set(v128.equal(v.get, needle(34))) ?? []),
    ...(slashHits[i]?.set(v128.equal(v.get, needle(92))) ?? []),
  ]),
  ...mask.set(i64.const(-1n)),
  ...count.set(i32.const(64)),
  ...when(i32.ltU(i32.sub(end.get, at.get), i32.const(64)), [
    ...count.set(i32.sub(end.get, at.get)),
    ...mask.set(i64.sub(i64.shl(i64.const(1n), i64.fromI32(count.get)), i64.const(1n))),
  ]),
  ...quotes.set(i64.and(mask64(gets(quoteHits)), mask.get)),
  ...slashes.set(i64.and(mask64(gets(slashHits)), mask.get)),
  ...taken.set(slashes.get),
  ...escaped.set(i64.or(i64.shl(slashes.get, i64.const(1n)), i64.fromI32(carry.get))),
  ...lone.set(slashes.get),
  ...carry.set(
    i32.fromI64(i64.and(i64.shrU(slashes.get, i64.fromI32(i32.sub(count.get, i32.const(1)))), i64.const(1n))),
  ),
  // Of two backslashes in a row the second is no backslash.
  ...when(isSet(i64.and(slashes.get, escaped.get)), takeTurns),
  ...escaped.set(i64.and(escaped.get, mask.get)),
  ...bit.set(
    i64.or(
      i64.or(quotes.get, taken.get),
      mask64(gets(blocks).map((block) => v128.equal(block, needle(LETTER_N)))),
    ),
  ),
  ...quotes.set(i64.and(quotes.get, not(escaped.get))),
  // Nearly all escapes are of a quote, a backslash or a line feed, which needs no look at each.
  ...bit.set(i64.and(escaped.get, not(bit.get))),
  ...loopWhile(isSet(bit.get), [
    ...checkEscape(i32.add(at.get, i32.fromI64(i64.ctz(bit.get)))),
    ...bit.set(i64.and(bit.get, i64.sub(bit.get, i64.const(1n)))),
  ]),
  // Many blocks have only escapes.
  ...when(i64.eqz(i64.or(quotes.get, not(inside.get))), [
    ...at.set(i32.add(at.get, i32.const(64))),
    ...again(1),
  ]),
  // Each bit becomes the parity of the quotes up to it: the masks of what lies within strings.
  ...bit.set(quotes.get),
  ...[1n, 2n, 4n, 8n, 16n, 32n].flatMap((n) => bit.set(i64.xor(bit.get, i64.shl(bit.get, i64.const(n))))),
  ...bit.set(i64.xor(bit.get, inside.get)),
  ...inside.set(i64.shrS(bit.get, i64.const(63n))),
  ...when(isSet(i64.and(lone.get, not(bit.get))), flags.set(i32.or(flags.get, i32.const(2)))),
  ...bit.set(i64.and(not(bit.get), mask.get)),
  ...when(
    isSet(bit.get),
    quotes.set(i64.or(quotes.get, i64.and(bit.get, mask64(gets(blocks).map(isOperator))))),
  ),
  ...loopWhile(isSet(quotes.get), [
    ...i32.store(out.get, i32.add(at.get, i32.fromI64(i64.ctz(quotes.get)))),
    ...out.set(i32.add(out.get, i32.const(4))),
    ...quotes.set(i64.and(quotes.get, i64.sub(quotes.get, i64.const(1n)))),
  ]),
  ...at.set(i32.add(at.get, i32.const(64))),
];

const state = i32.const(LAYOUT.state);

/** `index(from, end) -> count`, as `Structure.index`. */
export const INDEX: FunctionText = {
  name: "index",
  parameters: ["i32", "i32"],
  result: "i32",
  locals: [
    ...(["i32", "i64", "i64", "i64", "i64", "i64", "i64", "i64"] as const),
    ...(["i32", "i32", "i32", "i32"] as const),
    ...Array.from({ length: 20 }, () => "v128" as const),
    "i64",
  ],
  body: [
    ...[...needles].flatMap(([byte, vector]) => vector.set(v128.loadSplat(i32.const(LAYOUT.bytes + byte)))),
    ...out.set(i32.const(LAYOUT.positions)),
    ...first.set(out.get),
    ...inside.set(i64.sub(i64.const(0n), i64.fromI32(i32.load(state)))),
    ...carry.set(i32.load(state, 4)),
    ...flags.set(i32.load(state, 8)),
    ...loopWhile(i32.ltU(at.get, end.get), block),
    ...i32.store(state, i32.fromI64(i64.and(inside.get, i64.const(1n)))),
    ...i32.store(state, carry.get, 4),
    ...i32.store(state, flags.get, 8),
    ...i32.shrU(i32.sub(out.get, first.get), i32.const(2)),
  ],
};
