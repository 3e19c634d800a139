/**
 * The structure index in WebAssembly with SIMD: 64 bytes at a time become bit masks, as in G. Langdale and D. Lemire,
 * "Parsing gigabytes of JSON per second" (VLDB Journal 28, 2019), section 3.1; written from the paper.
 */
import { LAYOUT } from "./scan-layout.ts";
import {
  again,
  assemble,
  type Code,
  i32,
  i64,
  local,
  loopWhile,
  v128,
  when,
  whenElse,
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
const blocks = [local(14), local(15), local(16), local(17)];

/** One i64 from what `test` makes of each of the four loaded blocks of 16 bytes. */
function mask64(test: (block: Code) => Code): Code {
  return blocks
    .map((block, i) => i64.shl(i64.fromI32(v128.bitmask(test(block.get))), i64.const(BigInt(16 * i))))
    .reduce((a, b) => i64.or(a, b));
}

const equals = (byte: number) => (block: Code) => v128.equal(block, v128.bytes(byte));

/** `{ } [ ]` (a bracket and its brace differ in one bit), `,` and `:`. */
function isOperator(block: Code): Code {
  const folded = v128.or(block, v128.bytes(0x20));
  return v128.or(
    v128.or(v128.equal(folded, v128.bytes(0x7b)), v128.equal(folded, v128.bytes(0x7d))),
    v128.or(equals(0x2c)(block), equals(0x3a)(block)),
  );
}

const not = (value: Code) => i64.xor(value, i64.const(-1n));
const isSet = (value: Code) => i32.eq(i64.eqz(value), i32.const(0));
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

const block: Code = [
  ...blocks.flatMap((v, i) => v.set(v128.load(at.get, 16 * i))),
  ...mask.set(i64.const(-1n)),
  ...count.set(i32.const(64)),
  ...when(i32.ltU(i32.sub(end.get, at.get), i32.const(64)), [
    ...count.set(i32.sub(end.get, at.get)),
    ...mask.set(i64.sub(i64.shl(i64.const(1n), i64.fromI32(count.get)), i64.const(1n))),
  ]),
  ...quotes.set(i64.and(mask64(equals(34)), mask.get)),
  ...slashes.set(i64.and(mask64(equals(92)), mask.get)),
  // Most blocks lie within a string and hold neither.
  ...when(i64.eqz(i64.or(i64.or(quotes.get, slashes.get), i64.or(not(inside.get), i64.fromI32(carry.get)))), [
    ...at.set(i32.add(at.get, i32.const(64))),
    ...again(1),
  ]),
  ...escaped.set(i64.const(0n)),
  ...lone.set(i64.const(0n)),
  ...when(carry.get, [
    ...carry.set(i32.const(0)),
    ...escaped.set(i64.const(1n)),
    ...slashes.set(i64.and(slashes.get, i64.const(-2n))),
    ...checkEscape(at.get),
  ]),
  ...loopWhile(isSet(slashes.get), [
    ...bit.set(i64.ctz(slashes.get)),
    ...lone.set(i64.or(lone.get, i64.shl(i64.const(1n), bit.get))),
    ...slashes.set(i64.and(slashes.get, not(i64.shl(i64.const(3n), bit.get)))),
    ...whenElse(i32.eq(i32.add(i32.fromI64(bit.get), i32.const(1)), count.get), carry.set(i32.const(1)), [
      ...escaped.set(i64.or(escaped.get, i64.shl(i64.const(2n), bit.get))),
      ...checkEscape(i32.add(i32.add(at.get, i32.fromI64(bit.get)), i32.const(1))),
    ]),
  ]),
  ...quotes.set(i64.and(quotes.get, not(escaped.get))),
  // Each bit becomes the parity of the quotes up to it: the masks of what lies within strings.
  ...bit.set(quotes.get),
  ...[1n, 2n, 4n, 8n, 16n, 32n].flatMap((n) => bit.set(i64.xor(bit.get, i64.shl(bit.get, i64.const(n))))),
  ...bit.set(i64.xor(bit.get, inside.get)),
  ...inside.set(i64.shrS(bit.get, i64.const(63n))),
  ...when(isSet(i64.and(lone.get, not(bit.get))), flags.set(i32.or(flags.get, i32.const(2)))),
  ...bit.set(i64.and(not(bit.get), mask.get)),
  ...when(isSet(bit.get), quotes.set(i64.or(quotes.get, i64.and(bit.get, mask64(isOperator))))),
  ...loopWhile(isSet(quotes.get), [
    ...i32.store(out.get, i32.add(at.get, i32.fromI64(i64.ctz(quotes.get)))),
    ...out.set(i32.add(out.get, i32.const(4))),
    ...quotes.set(i64.and(quotes.get, i64.sub(quotes.get, i64.const(1n)))),
  ]),
  ...at.set(i32.add(at.get, i32.const(64))),
];

const state = i32.const(LAYOUT.state);

/** The module's bytes: `index(from, end) -> count`, as `StructureIndex.index`. */
export function structureModule(): Uint8Array<ArrayBuffer> {
  return assemble({
    name: "index",
    parameters: ["i32", "i32"],
    result: "i32",
    locals: [
      ...(["i32", "i64", "i64", "i64", "i64", "i64", "i64", "i64"] as const),
      ...(["i32", "i32", "i32", "i32", "v128", "v128", "v128", "v128"] as const),
    ],
    body: [
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
  });
}
