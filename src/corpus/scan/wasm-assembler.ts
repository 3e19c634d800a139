/**
 * Just enough of an assembler to write one small WebAssembly module by hand: the binary format of
 * https://webassembly.github.io/spec/core/binary/, with the SIMD instructions of its version 2. Code is a list of bytes;
 * an instruction is written with its operands, so that programs read as expressions.
 */

/** Bytes of a module, an instruction, a sequence of them. */
export type Code = readonly number[];

/** A local variable of a function by its place; parameters come first. */
export interface Local {
  readonly get: Code;
  set(value: Code): Code;
}

export const TYPE = { i32: 0x7f, i64: 0x7e, v128: 0x7b } as const;
export type ValueType = keyof typeof TYPE;

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value; ; left >>>= 7) {
    if (left < 0x80) return [...bytes, left];
    bytes.push((left & 0x7f) | 0x80);
  }
}

function signed(value: bigint): number[] {
  const bytes: number[] = [];
  for (let left = value; ; left >>= 7n) {
    const low = Number(left & 0x7fn);
    if ((left >> 7n === 0n && low < 0x40) || (left >> 7n === -1n && low >= 0x40)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

const vector = (items: readonly Code[]): number[] => [...unsigned(items.length), ...items.flat()];
const section = (id: number, items: readonly Code[]): number[] => {
  const content = vector(items);
  return [id, ...unsigned(content.length), ...content];
};
const name = (text: string): number[] => vector([...new TextEncoder().encode(text)].map((byte) => [byte]));

const opcodes = (...bytes: number[]): Code => bytes;
const two = (opcode: number) => (a: Code, b: Code) => [...a, ...b, opcode];
const one = (opcode: number) => (a: Code) => [...a, opcode];
const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];

export const i32 = {
  const: (value: number) => [0x41, ...signed(BigInt(value))],
  add: two(0x6a),
  sub: two(0x6b),
  or: two(0x72),
  shl: two(0x74),
  shrU: two(0x76),
  eqz: one(0x45),
  eq: two(0x46),
  ltU: two(0x49),
  load: (address: Code, offset = 0) => [...address, 0x28, 2, ...unsigned(offset)],
  load8: (address: Code, offset = 0) => [...address, 0x2d, 0, ...unsigned(offset)],
  store: (address: Code, value: Code, offset = 0) => [...address, ...value, 0x36, 2, ...unsigned(offset)],
  fromI64: one(0xa7),
};

export const i64 = {
  const: (value: bigint) => [0x42, ...signed(value)],
  eqz: one(0x50),
  ctz: one(0x7a),
  sub: two(0x7d),
  and: two(0x83),
  or: two(0x84),
  xor: two(0x85),
  shl: two(0x86),
  mul: two(0x7e),
  shrS: two(0x87),
  shrU: two(0x88),
  load: (address: Code, offset = 0) => [...address, 0x29, 0, ...unsigned(offset)],
  load8: (address: Code, offset = 0) => [...address, 0x31, 0, ...unsigned(offset)],
  fromI32: one(0xad),
};

export const v128 = {
  load: (address: Code, offset = 0) => [...address, ...simd(0x00), 0, ...unsigned(offset)],
  /** Sixteen times the byte at an address. */
  loadSplat: (address: Code, offset = 0) => [...address, ...simd(0x07), 0, ...unsigned(offset)],
  equal: (a: Code, b: Code) => [...a, ...b, ...simd(0x23)],
  or: (a: Code, b: Code) => [...a, ...b, ...simd(0x50)],
  /** The top bit of each byte, as an i32 of 16 bits. */
  bitmask: (a: Code) => [...a, ...simd(0x64)],
};

const EMPTY = 0x40;
export const when = (condition: Code, then: Code): Code => [...condition, 0x04, EMPTY, ...then, 0x0b];
/** Repeats while the condition holds. Inside, `again(depth)` with the number of `when`s around it starts over. */
export const loopWhile = (condition: Code, body: Code): Code => [
  ...opcodes(0x03, EMPTY),
  ...condition,
  ...opcodes(0x04, EMPTY),
  ...body,
  ...opcodes(0x0c, 1, 0x0b, 0x0b),
];
export const again = (depth: number): Code => [0x0c, ...unsigned(depth + 1)];

export interface FunctionText {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly result: ValueType;
  readonly locals: readonly ValueType[];
  readonly body: Code;
}

export function local(place: number): Local {
  return { get: [0x20, place], set: (value) => [...value, 0x21, place] };
}

/** A module of exported functions over an imported memory `env.memory`. */
export function assemble(functions: readonly FunctionText[]): Uint8Array<ArrayBuffer> {
  const types = (list: readonly ValueType[]) => vector(list.map((type) => [TYPE[type]]));
  return Uint8Array.from([
    ...opcodes(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0),
    ...section(
      1,
      functions.map(({ parameters, result }) => [0x60, ...types(parameters), 1, TYPE[result]]),
    ),
    ...section(2, [[...name("env"), ...name("memory"), 0x02, 0x00, 1]]),
    ...section(
      3,
      functions.map((_, place) => [place]),
    ),
    ...section(
      7,
      functions.map((text, place) => [...name(text.name), 0x00, place]),
    ),
    ...section(
      10,
      functions.map(({ locals, body }) => {
        const code = [...vector(locals.map((type) => [1, TYPE[type]])), ...body, 0x0b];
        return [...unsigned(code.length), ...code];
      }),
    ),
  ]);
}
