/**
 * Finds the structure of JSON in bytes: the places of `{ } [ ] , :` outside strings and of the quotes around strings,
 * which is all that a reader needs in order to jump over everything else.
 */
import { LAYOUT, SLACK, WINDOW, writeTables } from "./scan-layout.ts";
import { idHash48 } from "../../core/conversation/id-hash.ts";
import { HASH, hashInJs } from "./hash.ts";
import { ID_HASH } from "./id-hash-wasm.ts";
import { indexInJs } from "./structure-js.ts";
import { INDEX } from "./structure-wasm.ts";
import { assemble } from "./wasm-assembler.ts";

const PAGE = 65_536;
/** More than this is given back after use. */
const KEEP_BYTES = 16_777_216;

let compiled: WebAssembly.Module | undefined | null = null;

/** undefined where WebAssembly, or its SIMD, is missing or not allowed. */
function compiledModule(): WebAssembly.Module | undefined {
  if (compiled === null) {
    try {
      compiled = new WebAssembly.Module(assemble([INDEX, HASH, ID_HASH]));
    } catch {
      compiled = undefined;
    }
  }
  return compiled;
}

export class Structure {
  /** The memory; data to scan goes to `LAYOUT.data` and behind it. Replaced by `reserve`. */
  bytes: Buffer = Buffer.alloc(0);
  /** The same memory as Uint32. */
  words: Uint32Array = new Uint32Array(0);
  #index: (from: number, end: number) => number = () => 0;
  #hash: (from: number, end: number) => number = () => 0;
  #idHash: (from: number, end: number) => number = () => 0;
  readonly #module: WebAssembly.Module | undefined;

  /** `simd`: false takes the plain version. Where SIMD is missing it is taken anyway. */
  constructor(simd = true) {
    this.#module = simd ? compiledModule() : undefined;
    this.#allocate(1_048_576);
  }

  get isSimd(): boolean {
    return this.#module !== undefined;
  }

  /** Makes room for `length` bytes of data. What was there before is lost when the memory has to change. */
  reserve(length: number): void {
    const room = this.bytes.length - LAYOUT.data - SLACK;
    if (room < length || (room > KEEP_BYTES && length <= KEEP_BYTES)) this.#allocate(length);
  }

  /** Starts over: the next byte is outside strings. */
  reset(): void {
    const { words } = this;
    words[0] = 0;
    words[1] = 0;
    words[2] = 0;
  }

  /** `FOUND` bits since `reset`. */
  get found(): number {
    return this.words[2] ?? 0;
  }

  /**
   * Looks at the bytes at `[from, end)` of the memory, at most `WINDOW`, going on from the call before. Their
   * structure's addresses are then in `words` from `LAYOUT.positions / 4` on; the result is how many.
   */
  index(from: number, end: number): number {
    if (end - from > WINDOW) throw new RangeError("too many bytes at once");
    return this.#index(from, end);
  }

  /** A 32-bit hash of the bytes at `[from, end)` of the memory. */
  hash(from: number, end: number): number {
    return this.#hash(from, end);
  }

  /** `idHash48` of the bytes at `[from, end)` of the memory. */
  idHash(from: number, end: number): number {
    return this.#idHash(from, end);
  }

  #allocate(length: number): void {
    const pages = Math.ceil((LAYOUT.data + length + SLACK) / PAGE);
    let buffer: ArrayBuffer;
    if (this.#module !== undefined) {
      const memory = new WebAssembly.Memory({ initial: pages });
      const { exports } = new WebAssembly.Instance(this.#module, { env: { memory } });
      const { index, hash, idHash } = exports;
      if (typeof index !== "function" || typeof hash !== "function" || typeof idHash !== "function")
        throw new TypeError("the module lacks a function");
      this.#index = (from, end) => Number(index(from, end));
      this.#hash = (from, end) => Number(hash(from, end)) >>> 0;
      this.#idHash = (from, end) => {
        const low = Number(idHash(from, end)) >>> 0;
        return (this.words[LAYOUT.idHigh / 4] ?? 0) * 2 ** 32 + low;
      };
      buffer = memory.buffer;
    } else {
      buffer = new ArrayBuffer(pages * PAGE);
      this.#index = (from, end) => indexInJs(this.bytes, this.words, from, end);
      this.#hash = (from, end) => hashInJs(this.bytes, from, end);
      this.#idHash = (from, end) => idHash48(this.bytes, from, end);
    }
    this.bytes = Buffer.from(buffer);
    this.words = new Uint32Array(buffer);
    writeTables(this.bytes);
  }
}
