/** A labelled select, and a row of buttons of which one is pressed. */
import { el } from "../ui/dom.ts";

export interface Choice<T extends string | number> {
  readonly value: T;
  readonly title: string;
}

export class Select<T extends string | number> {
  readonly element: HTMLElement;
  private readonly control = el("select");
  private readonly choices: readonly Choice<T>[];

  constructor(label: string, choices: readonly Choice<T>[], onChange: (value: T) => void) {
    this.choices = choices;
    this.control.append(...choices.map(({ value, title }) => el("option", { value: String(value) }, title)));
    this.control.addEventListener("change", () => {
      const found = choices.find(({ value }) => String(value) === this.control.value);
      if (found) onChange(found.value);
    });
    this.element = el("label", { class: "choice" }, el("span", {}, label), this.control);
  }

  set value(value: T) {
    const wanted = this.choices.some((choice) => choice.value === value) ? String(value) : "";
    if (this.control.value !== wanted) this.control.value = wanted;
  }

  set enabled(enabled: boolean) {
    this.control.disabled = !enabled;
  }
}

/** One of several, at once visible: a group of toggle buttons. */
export function segments<T extends string>(
  label: string,
  choices: readonly Choice<T>[],
  chosen: T,
  onChange: (value: T) => void,
): HTMLElement {
  const buttons = choices.map(({ value, title }) => {
    const button = el(
      "button",
      { type: "button", "aria-pressed": String(value === chosen), "data-value": value },
      title,
    );
    button.addEventListener("click", () => {
      if (value !== chosen) onChange(value);
    });
    return button;
  });
  return el("div", { class: "segments", role: "group", "aria-label": label }, ...buttons);
}
