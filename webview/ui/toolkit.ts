/**
 * The only import of @vscode/webview-ui-toolkit. Everything else sees the factories below, so that a successor to
 * the archived toolkit is a change to this file. Long lists don't use these controls: a FAST element costs far more
 * to make than a plain button.
 *
 * CSP: all its styles are constructed style sheets, which no style-src concerns, but for one probe: on import it
 * adds an empty <style> to learn whether `:focus-visible` is known. The page should therefore have the nonce in its
 * style-src too and say it in <meta property="csp-nonce" content="…">. Without that the browser reports one
 * violation, nothing breaks, and its controls show a focus ring on click as well.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeProgressRing,
  vsCodeTextArea,
  vsCodeTextField,
} from "@vscode/webview-ui-toolkit";

/** A text control: the element, its text, and what reaches the real input inside. */
export interface TextControl {
  readonly element: HTMLElement;
  value: string;
  readonly onInput: (listener: () => void) => void;
}

/** Registers the elements. Call once, before any factory. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeProgressRing(),
    vsCodeTextArea(),
    vsCodeTextField(),
  );
}

export type ButtonLook = "primary" | "secondary" | "icon";

/** A button with its click handler; the caller appends its content. Icon buttons need `label`. */
export function makeButton(look: ButtonLook, onClick: () => void, label?: string): HTMLElement {
  const button = document.createElement("vscode-button");
  button.setAttribute("appearance", look);
  if (label !== undefined) {
    button.setAttribute("aria-label", label);
    button.title = label;
  }
  button.addEventListener("click", () => {
    if (!button.hasAttribute("disabled")) onClick();
  });
  return button;
}

/** The toolkit reads `disabled` as a boolean attribute. */
export function setDisabled(button: HTMLElement, disabled: boolean): void {
  if (button.hasAttribute("disabled") !== disabled) button.toggleAttribute("disabled", disabled);
}

/** A turning ring. The toolkit names it "Loading" whatever it is told; say the rest beside it. */
export function makeProgressRing(): HTMLElement {
  return document.createElement("vscode-progress-ring");
}

function isTextElement(element: Element): element is HTMLElement & { value: string } {
  return "value" in element && typeof element.value === "string";
}

function makeText(tag: string, label: string, attributes: Readonly<Record<string, string>>): TextControl {
  const element = document.createElement(tag);
  // The name goes in as content, which `::part(label)` hides: an aria-label is overwritten when it connects.
  element.textContent = label;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (!isTextElement(element)) throw new Error(`${tag} is not registered`);
  return {
    element,
    get value() {
      return element.value;
    },
    set value(text: string) {
      // Setting an equal text would move the caret to its end.
      if (element.value !== text) element.value = text;
    },
    onInput: (listener) => element.addEventListener("input", listener),
  };
}

/** One line of text. `label` is read by screen readers; `maxLength` in UTF-16 code units. */
export function makeTextField(label: string, placeholder: string, maxLength: number): TextControl {
  return makeText("vscode-text-field", label, {
    placeholder,
    maxlength: String(maxLength),
  });
}

/** Several lines of text. */
export function makeTextArea(label: string, placeholder: string, maxLength: number): TextControl {
  return makeText("vscode-text-area", label, {
    placeholder,
    maxlength: String(maxLength),
    rows: "3",
    resize: "vertical",
  });
}
