/** One list in place of many equal ones: raters and votes repeat in every conversation of a gold set. Pure. */

/** Gives the same list for the same names in the same order. Holds as many lists as there are different ones. */
export class SharedLists {
  readonly #lists = new Map<string, readonly string[]>();

  of(names: readonly string[]): readonly string[] {
    const key = JSON.stringify(names);
    const known = this.#lists.get(key);
    if (known) return known;
    this.#lists.set(key, names);
    return names;
  }
}
