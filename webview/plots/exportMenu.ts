/** A button that opens a menu: arrows move in it, Escape closes it, focus goes back to the button. */
import { el, show } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";

export interface MenuItem {
  readonly title: string;
  readonly run: () => void;
}

let made = 0;

export function exportMenu(what: string, items: readonly MenuItem[]): HTMLElement {
  const id = `menu-${made++}`;
  const button = el(
    "button",
    {
      type: "button",
      class: "quiet menu-button",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-controls": id,
      "aria-label": `Export: ${what}`,
    },
    "Export",
    icon("down"),
  );
  const list = el("div", { class: "menu-list", role: "menu", id, "aria-label": `Export: ${what}` });
  list.hidden = true;
  const choices = items.map(({ title, run }) => {
    const item = el("button", { type: "button", role: "menuitem", tabindex: "-1" }, title);
    item.addEventListener("click", () => {
      close();
      button.focus();
      run();
    });
    return item;
  });
  list.append(...choices);
  const open = (): void => {
    show(list, true);
    button.setAttribute("aria-expanded", "true");
    choices[0]?.focus();
  };
  const close = (): void => {
    show(list, false);
    button.setAttribute("aria-expanded", "false");
  };
  button.addEventListener("click", () => (list.hidden ? open() : close()));
  const box = el("div", { class: "menu" }, button, list);
  box.addEventListener("focusout", (event) => {
    if (!(event.relatedTarget instanceof Node) || !box.contains(event.relatedTarget)) close();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      close();
      button.focus();
    } else if (event.key === "ArrowDown" && list.hidden) open();
    else if (!list.hidden) moveWithin(choices, event.key);
    else return;
    if (["Escape", "ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) {
      event.preventDefault();
      event.stopPropagation();
    }
  });
  return box;
}

function moveWithin(choices: readonly HTMLElement[], key: string): void {
  const at = choices.findIndex((choice) => choice === document.activeElement);
  const to =
    key === "ArrowDown"
      ? (at + 1) % choices.length
      : key === "ArrowUp"
        ? (at - 1 + choices.length) % choices.length
        : key === "Home"
          ? 0
          : key === "End"
            ? choices.length - 1
            : undefined;
  if (to !== undefined) choices[to]?.focus();
}
