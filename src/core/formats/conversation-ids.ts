/** Ids that stay unique within one file. */

/**
 * Gives back the id asked for, or, when it was given out before, the id with "~2", "~3"… appended.
 * One instance per reading of a file.
 */
export class ConversationIds {
  readonly #used = new Map<string, number>();

  take(wanted: string): string {
    let id = wanted;
    let count = this.#used.get(wanted) ?? 0;
    while (this.#used.has(id)) id = `${wanted}~${++count}`;
    this.#used.set(wanted, Math.max(count, 1));
    if (id !== wanted) this.#used.set(id, 1);
    return id;
  }
}

/** "1 hidden node", "3 hidden nodes". `many` defaults to the singular with an s. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
