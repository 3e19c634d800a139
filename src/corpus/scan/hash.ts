/**
 * A fast 32-bit hash of many bytes, for telling whether contents changed: four 64-bit lanes, each `(lane ^ word) · P`
 * per eight bytes (the multiplication of FNV-1a on words instead of bytes), then the finaliser of MurmurHash3
 * (A. Appleby, public domain). A change within one word always changes its lane.
 */
import { type Code, type FunctionText, i32, i64, local, loopWhile } from "./wasm-assembler.ts";

const PRIME = 0x9e3779b97f4a7c15n;
const MIX = [0xff51afd7ed558ccdn, 0xc4ceb9fe1a85ec53n] as const;
/** Any four different numbers. */
const SEEDS = [0x243f6a8885a308d3n, 0x13198a2e03707344n, 0xa4093822299f31d0n, 0x082efa98ec4e6c89n] as const;
const LANE_BYTES = 8;
const ROUND_BYTES = 32;

const at = local(0);
const end = local(1);
const length = local(2);
const lanes = [local(3), local(4), local(5), local(6)] as const;

const signed64 = (value: bigint): Code => i64.const(BigInt.asIntN(64, value));
const step = (lane: Code, word: Code): Code => i64.mul(i64.xor(lane, word), signed64(PRIME));
const fold = (value: Code, by: bigint): Code => [
  ...lanes[0].set(value),
  ...i64.xor(lanes[0].get, i64.shrU(lanes[0].get, i64.const(by))),
];

/** `hash(from, end) -> i32`. */
export const HASH: FunctionText = {
  name: "hash",
  parameters: ["i32", "i32"],
  result: "i32",
  locals: ["i64", "i64", "i64", "i64", "i64"],
  body: [
    ...length.set(i64.fromI32(i32.sub(end.get, at.get))),
    ...lanes.flatMap((lane, i) => lane.set(signed64(SEEDS[i] ?? 0n))),
    ...loopWhile(i32.ltU(i32.add(at.get, i32.const(ROUND_BYTES - 1)), end.get), [
      ...lanes.flatMap((lane, i) => lane.set(step(lane.get, i64.load(at.get, LANE_BYTES * i)))),
      ...at.set(i32.add(at.get, i32.const(ROUND_BYTES))),
    ]),
    // What is left goes byte by byte into the first lane.
    ...loopWhile(i32.ltU(at.get, end.get), [
      ...lanes[0].set(step(lanes[0].get, i64.load8(at.get))),
      ...at.set(i32.add(at.get, i32.const(1))),
    ]),
    ...lanes.slice(1).flatMap((lane) => lanes[0].set(step(lanes[0].get, fold33(lane.get)))),
    ...lanes[0].set(i64.xor(lanes[0].get, length.get)),
    ...lanes[0].set(i64.mul(fold(lanes[0].get, 33n), signed64(MIX[0]))),
    ...lanes[0].set(i64.mul(fold(lanes[0].get, 33n), signed64(MIX[1]))),
    ...i32.fromI64(fold(lanes[0].get, 33n)),
  ],
};

/** Brings the well-mixed upper bits of a lane down. */
function fold33(value: Code): Code {
  return i64.xor(value, i64.shrU(value, i64.const(33n)));
}

/** 64-bit numbers in two halves, as JavaScript can multiply them. */
class Lane {
  high: number;
  low: number;

  constructor(seed: bigint) {
    this.high = Number(seed >> 32n);
    this.low = Number(seed & 0xffffffffn);
  }

  step(high: number, low: number): void {
    this.high ^= high;
    this.low ^= low;
    this.multiply(PRIME_HIGH, PRIME_LOW);
  }

  multiply(high: number, low: number): void {
    const [a1, a0] = [this.low >>> 16, this.low & 0xffff];
    const [b1, b0] = [low >>> 16, low & 0xffff];
    const middle = a1 * b0 + (((a0 * b0) / 65_536) >>> 0);
    const middle2 = a0 * b1 + (middle & 0xffff);
    const carry = a1 * b1 + Math.floor(middle / 65_536) + Math.floor(middle2 / 65_536);
    this.high = (Math.imul(this.high, low) + Math.imul(this.low, high) + carry) | 0;
    this.low = Math.imul(this.low, low);
  }

  fold33(): void {
    this.low ^= this.high >>> 1;
  }
}

const PRIME_HIGH = Number(PRIME >> 32n);
const PRIME_LOW = Number(PRIME & 0xffffffffn);

/** The same in JavaScript. An unsigned integer. */
export function hashInJs(bytes: Uint8Array, from: number, to: number): number {
  const [first, second, third, fourth] = SEEDS.map((seed) => new Lane(seed));
  if (!first || !second || !third || !fourth) return 0;
  const word = (place: number): number =>
    (bytes[place] ?? 0) |
    ((bytes[place + 1] ?? 0) << 8) |
    ((bytes[place + 2] ?? 0) << 16) |
    ((bytes[place + 3] ?? 0) << 24);
  let place = from;
  for (; place + ROUND_BYTES <= to; place += ROUND_BYTES) {
    first.step(word(place + 4), word(place));
    second.step(word(place + 12), word(place + 8));
    third.step(word(place + 20), word(place + 16));
    fourth.step(word(place + 28), word(place + 24));
  }
  for (; place < to; place++) first.step(0, bytes[place] ?? 0);
  for (const lane of [second, third, fourth]) {
    lane.fold33();
    first.step(lane.high, lane.low);
  }
  first.low ^= to - from;
  for (const mix of MIX) {
    first.fold33();
    first.multiply(Number(mix >> 32n), Number(mix & 0xffffffffn));
  }
  first.fold33();
  return first.low >>> 0;
}
