/** The tabs: arrows move between them, the chosen one alone is reached by Tab. */
import { el } from "../ui/dom.ts";
import { TABS, type Tab } from "./kept.ts";

const TITLES: Readonly<Record<Tab, string>> = {
  summary: "Summary",
  labels: "Labels",
  raters: "Raters",
  extractor: "Extractor",
  quality: "Quality",
  disagreements: "Disagreements",
  gold: "Gold",
};

export class Tabs {
  readonly element = el("div", { role: "tablist", class: "tabs", "aria-label": "Parts" });
  private readonly buttons = new Map<Tab, HTMLButtonElement>();

  constructor(private readonly choose: (tab: Tab) => void) {
    for (const tab of TABS) {
      const button = el(
        "button",
        { type: "button", role: "tab", id: `tab-${tab}`, "aria-controls": "panel" },
        TITLES[tab],
      );
      button.addEventListener("click", () => choose(tab));
      this.buttons.set(tab, button);
      this.element.append(button);
    }
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  update(chosen: Tab, counts: Partial<Record<Tab, number>>): void {
    for (const [tab, button] of this.buttons) {
      button.setAttribute("aria-selected", String(tab === chosen));
      button.setAttribute("tabindex", tab === chosen ? "0" : "-1");
      const count = counts[tab];
      const text = count === undefined ? TITLES[tab] : `${TITLES[tab]} (${count.toLocaleString("en-GB")})`;
      if (button.textContent !== text) button.textContent = text;
    }
  }

  focus(tab: Tab): void {
    this.buttons.get(tab)?.focus();
  }

  private key(event: KeyboardEvent): void {
    const at = TABS.findIndex((tab) => this.buttons.get(tab) === document.activeElement);
    if (at < 0) return;
    const to =
      event.key === "ArrowRight"
        ? (at + 1) % TABS.length
        : event.key === "ArrowLeft"
          ? (at - 1 + TABS.length) % TABS.length
          : event.key === "Home"
            ? 0
            : event.key === "End"
              ? TABS.length - 1
              : undefined;
    const tab = to === undefined ? undefined : TABS[to];
    if (tab === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose(tab);
    this.focus(tab);
  }
}
