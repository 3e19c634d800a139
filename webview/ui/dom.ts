/** Making and updating elements without markup: text goes in as text nodes, attributes by name. */

const SVG = "http://www.w3.org/2000/svg";

export type Attributes = Readonly<Record<string, string>>;

/** An element with attributes (`class` included) and children; strings become text. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export function svg(tag: string, attributes: Attributes = {}, ...children: readonly Node[]): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Writes only on change, so that selections in the text and live regions aren't disturbed. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Sets, or with undefined removes, an attribute; writes only on change. */
export function setAttribute(element: Element, name: string, value: string | undefined): void {
  if (value === undefined) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}

export function show(element: HTMLElement, visible: boolean): void {
  if (element.hidden === visible) element.hidden = !visible;
}

/** A child that stands for an item, found again by the item's key. */
export interface Keyed<T> {
  readonly element: HTMLElement;
  readonly update: (item: T) => void;
}

/**
 * Makes `parent`'s children follow `items` in place: same key, same element. Elements that stay where they are
 * aren't touched, so focus, selection and scroll survive.
 */
export class KeyedList<T> {
  private readonly made = new Map<string, Keyed<T>>();
  private readonly parent: HTMLElement;
  private readonly keyOf: (item: T) => string;
  private readonly make: (item: T) => Keyed<T>;

  constructor(parent: HTMLElement, keyOf: (item: T) => string, make: (item: T) => Keyed<T>) {
    this.parent = parent;
    this.keyOf = keyOf;
    this.make = make;
  }

  get(key: string): Keyed<T> | undefined {
    return this.made.get(key);
  }

  update(items: readonly T[]): void {
    const wanted = new Set(items.map(this.keyOf));
    for (const [key, entry] of this.made) {
      if (wanted.has(key)) continue;
      entry.element.remove();
      this.made.delete(key);
    }
    let cursor: Element | null = this.parent.firstElementChild;
    for (const item of items) {
      const key = this.keyOf(item);
      let entry = this.made.get(key);
      if (entry === undefined) {
        entry = this.make(item);
        this.made.set(key, entry);
      }
      entry.update(item);
      if (entry.element === cursor) cursor = cursor.nextElementSibling;
      else this.parent.insertBefore(entry.element, cursor);
    }
  }
}
