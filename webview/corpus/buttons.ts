/** Small plain buttons: a toolbar full of toolkit elements costs more than the table it serves. */
import { el } from "../ui/dom.ts";
import { icon, type IconName } from "../ui/icons.ts";

/** An icon alone; `label` is its name and its tip. */
export function plainButton(name: IconName, label: string, onClick: () => void): HTMLButtonElement {
  const button = el(
    "button",
    { type: "button", class: "tool", "aria-label": label, title: label },
    icon(name),
  );
  button.addEventListener("click", onClick);
  return button;
}

/** An icon and a word; where there is little room the word isn't drawn, so it is the button's name and tip, too. */
export function wordButton(name: IconName, text: string, onClick: () => void): HTMLButtonElement {
  const words = el("span", { class: "tool-text" }, text);
  const button = el(
    "button",
    { type: "button", class: "tool tool-word", "aria-label": text, title: text },
    icon(name),
    words,
  );
  button.addEventListener("click", onClick);
  return button;
}

/** Words that do something, within other words. */
export function linkButton(text: string, onClick: () => void): HTMLButtonElement {
  const button = el("button", { type: "button", class: "link" }, text);
  button.addEventListener("click", onClick);
  return button;
}
