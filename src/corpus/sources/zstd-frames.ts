/**
 * Finds the frames of a Zstandard stream (RFC 8878) as its bytes come, so that each is decoded by itself and a hostile
 * header can't reserve memory.
 */
import { FormatError } from "../../core/formats/format.ts";

/** What zstd itself refuses to decode without being asked to: 128 MB of look-back. */
const MAX_WINDOW = 2 ** 27;

export interface FramePiece {
  readonly bytes: Uint8Array;
  /** Of a frame with data, or of one to be skipped. */
  readonly frame: "data" | "skip";
  /** The frame ends with this piece. */
  readonly last: boolean;
}

/** What the next bytes are: a header or block header still to be gathered, or a stretch to pass on. */
type Step = "magic" | "header" | "skip size" | "block" | "pass";

export class ZstdFrames {
  #step: Step = "magic";
  #held: Uint8Array = new Uint8Array(0);
  /** Bytes of the stretch that are still to come, and what follows it. */
  #left = 0;
  #then: Step | "end" = "end";
  #frame: "data" | "skip" = "data";
  #checksum = 0;

  /** Nothing is missing: the bytes so far end with a frame. */
  get complete(): boolean {
    return this.#step === "magic" && this.#held.length === 0;
  }

  /** Gives the stretches of frames in these bytes. Throws a `FormatError` when they are none, or need too much. */
  *split(chunk: Uint8Array): Generator<FramePiece> {
    const bytes = join(this.#held, chunk);
    let start = 0;
    let end = 0;
    for (;;) {
      const taken = this.#take(bytes.subarray(end));
      if (taken === undefined) break;
      end += taken;
      if (this.#step === "magic") {
        yield { bytes: bytes.subarray(start, end), frame: this.#frame, last: true };
        start = end;
      }
      if (end === bytes.length) break;
    }
    if (end > start) yield { bytes: bytes.subarray(start, end), frame: this.#frame, last: false };
    this.#held = bytes.slice(end);
  }

  /** How many bytes the next piece has; undefined when more must come first. Moves on to the next step. */
  #take(bytes: Uint8Array): number | undefined {
    switch (this.#step) {
      case "magic":
        return this.#magic(bytes);
      case "header":
        return this.#header(bytes);
      case "skip size":
        if (bytes.length < 8) return undefined;
        return this.#pass(8, little(bytes, 4, 4), "end");
      case "block":
        return this.#block(bytes);
      case "pass":
        return this.#stretch(bytes);
    }
  }

  #magic(bytes: Uint8Array): number | undefined {
    if (bytes.length < 4) return undefined;
    const magic = little(bytes, 0, 4);
    const isSkipped = magic >= 0x184d2a50 && magic <= 0x184d2a5f;
    if (!isSkipped && magic !== 0xfd2fb528) throw damaged();
    this.#frame = isSkipped ? "skip" : "data";
    this.#step = isSkipped ? "skip size" : "header";
    return this.#take(bytes);
  }

  #header(bytes: Uint8Array): number | undefined {
    if (bytes.length < 18) {
      // The longest header has 18 bytes; a shorter one may still be whole.
      if (bytes.length < 6 || bytes.length < headerSize(bytes)) return undefined;
    }
    const descriptor = little(bytes, 4, 1);
    if ((descriptor & 3) !== 0)
      throw new FormatError("damaged", "This Zstandard file needs a dictionary. Unpack it first.");
    const single = (descriptor >> 5) & 1;
    const sizeFlag = descriptor >> 6;
    const size = headerSize(bytes);
    const sizeBytes = sizeFlag === 0 ? single : 2 ** sizeFlag;
    const window =
      single === 0
        ? windowSize(little(bytes, 5, 1))
        : little(bytes, 5, sizeBytes) + (sizeFlag === 1 ? 256 : 0);
    if (window > MAX_WINDOW)
      throw new FormatError("limit", "This Zstandard file looks back further than 128 MB. Unpack it first.");
    this.#checksum = ((descriptor >> 2) & 1) * 4;
    this.#step = "block";
    return size;
  }

  #block(bytes: Uint8Array): number | undefined {
    if (bytes.length < 3) return undefined;
    const header = little(bytes, 0, 3);
    const type = (header >> 1) & 3;
    if (type === 3) throw damaged();
    const isLast = (header & 1) === 1;
    const size = type === 1 ? 1 : header >> 3;
    return this.#pass(3, size + (isLast ? this.#checksum : 0), isLast ? "end" : "block");
  }

  #pass(head: number, left: number, then: Step | "end"): number {
    this.#left = left;
    this.#then = then;
    this.#step = left > 0 ? "pass" : then === "end" ? "magic" : then;
    return head;
  }

  #stretch(bytes: Uint8Array): number {
    const size = Math.min(bytes.length, this.#left);
    this.#left -= size;
    if (this.#left === 0) this.#step = this.#then === "end" ? "magic" : this.#then;
    return size;
  }
}

function headerSize(bytes: Uint8Array): number {
  const descriptor = little(bytes, 4, 1);
  const single = (descriptor >> 5) & 1;
  const sizeFlag = descriptor >> 6;
  return 6 - single + (sizeFlag === 0 ? single : 2 ** sizeFlag);
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function little(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let i = length - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}

function damaged(): FormatError {
  return new FormatError("damaged", "This Zstandard file is cut off or damaged. Download or copy it again.");
}
