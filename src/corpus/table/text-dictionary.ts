/** Distinct texts, numbered in the order of their coming, in bytes outside of the heap: some 12 bytes each beside themselves. */

/** Bytes that all dictionaries of a table may take together. */
export interface MemoryBudget {
  left: number;
}

/** A part of a budget that can be given back, and limited until somebody wants what it is used for. */
export class SpareBudget implements MemoryBudget {
  private used = 0;

  constructor(
    private readonly whole: MemoryBudget,
    private most: number,
  ) {}

  get left(): number {
    return Math.min(this.most - this.used, this.whole.left);
  }

  set left(left: number) {
    const taken = this.left - left;
    this.used += taken;
    this.whole.left -= taken;
  }

  /** From now on only the whole is a limit. */
  keep(): void {
    this.most = Infinity;
  }

  giveBack(): void {
    this.whole.left += this.used;
    this.used = 0;
  }
}

export class TextDictionary {
  private blob = Buffer.alloc(1 << 12);
  private used = 0;
  /** Where text n ends; it starts where n - 1 ends. */
  private ends = new Uint32Array(1 << 8);
  /** Open addressing; number + 1 of a text, 0 = free. */
  private slots = new Uint32Array(1 << 10);
  private count = 0;

  constructor(private readonly budget: MemoryBudget) {}

  get size(): number {
    return this.count;
  }

  /** The text's number, which it gets now if it is new; -1 when it is new and there is no room left. */
  add(text: string): number {
    const bytes = Buffer.from(text);
    const slot = this.slotOf(bytes);
    const known = this.slots[slot] ?? 0;
    if (known > 0) return known - 1;
    if (this.used + bytes.length >= 2 ** 32) return -1;
    if (!this.makeRoom(bytes.length)) return -1;
    bytes.copy(this.blob, this.used);
    this.used += bytes.length;
    this.ends[this.count] = this.used;
    this.count++;
    this.slots[slot] = this.count;
    if (this.count * 2 > this.slots.length) this.rehash();
    return this.count - 1;
  }

  /** Throws a RangeError for a number that was not given out. */
  text(number: number): string {
    if (!(number >= 0 && number < this.count)) throw new RangeError("no such text");
    return this.blob.toString("utf8", number === 0 ? 0 : this.ends[number - 1], this.ends[number]);
  }

  private makeRoom(bytes: number): boolean {
    while (this.used + bytes > this.blob.length) {
      if (!this.take(this.blob.length)) return false;
      const larger = Buffer.alloc(this.blob.length * 2);
      this.blob.copy(larger);
      this.blob = larger;
    }
    if (this.count === this.ends.length) {
      // The table of slots grows along with it.
      if (!this.take(this.ends.length * 12)) return false;
      const larger = new Uint32Array(this.ends.length * 2);
      larger.set(this.ends);
      this.ends = larger;
    }
    return true;
  }

  private take(bytes: number): boolean {
    if (this.budget.left < bytes) return false;
    this.budget.left -= bytes;
    return true;
  }

  private slotOf(bytes: Buffer): number {
    const mask = this.slots.length - 1;
    for (let slot = hashOf(bytes, 0, bytes.length) & mask; ; slot = (slot + 1) & mask) {
      const number = this.slots[slot] ?? 0;
      if (number === 0) return slot;
      const start = number === 1 ? 0 : (this.ends[number - 2] ?? 0);
      const end = this.ends[number - 1] ?? 0;
      if (end - start === bytes.length && this.blob.compare(bytes, 0, bytes.length, start, end) === 0)
        return slot;
    }
  }

  private rehash(): void {
    this.slots = new Uint32Array(this.slots.length * 2);
    const mask = this.slots.length - 1;
    for (let number = 0, start = 0; number < this.count; number++) {
      const end = this.ends[number] ?? 0;
      let slot = hashOf(this.blob, start, end) & mask;
      while ((this.slots[slot] ?? 0) > 0) slot = (slot + 1) & mask;
      this.slots[slot] = number + 1;
      start = end;
    }
  }
}

/** FNV-1a with 32 bits, and a last stir, since only the low bits are used. */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
