/** A box that opens under a button, on the top layer; the browser closes it on Escape and on clicks elsewhere. */
import { belongsToTextField } from "../review/keys.ts";
import { el } from "../ui/dom.ts";

const MARGIN = 8;

export class Popover {
  readonly element: HTMLElement;
  private readonly button: HTMLElement;

  /** The button opens and closes it. `onOpen` puts the focus inside. */
  constructor(button: HTMLElement, label: string, onOpen: () => void) {
    this.button = button;
    this.element = el("div", { class: "popover", popover: "auto", role: "dialog", "aria-label": label });
    button.setAttribute("aria-haspopup", "dialog");
    button.setAttribute("aria-expanded", "false");
    let wasOpen = false;
    // Light dismiss closes it before the click arrives: a click on the button must not open it again.
    button.addEventListener("pointerdown", () => (wasOpen = this.isOpen));
    button.addEventListener("click", () => {
      if (!wasOpen && !this.isOpen) this.element.showPopover();
      else if (this.isOpen) this.element.hidePopover();
      wasOpen = false;
    });
    this.element.addEventListener("toggle", () => {
      button.setAttribute("aria-expanded", String(this.isOpen));
      if (this.isOpen) {
        this.place();
        onOpen();
      }
    });
    this.element.addEventListener("keydown", (event) => {
      // No key typed in here is a command of VS Code's; its chords (copy and paste among them) are.
      const isChord = (event.ctrlKey || event.metaKey) && !belongsToTextField(event);
      if (!isChord) event.stopPropagation();
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.close();
    });
  }

  get isOpen(): boolean {
    return this.element.matches(":popover-open");
  }

  close(): void {
    if (!this.isOpen) return;
    this.element.hidePopover();
    this.button.focus();
  }

  private place(): void {
    const anchor = this.button.getBoundingClientRect();
    const { width } = this.element.getBoundingClientRect();
    const left = Math.max(MARGIN, Math.min(anchor.right - width, innerWidth - width - MARGIN));
    this.element.style.left = `${left}px`;
    this.element.style.top = `${anchor.bottom + 4}px`;
    this.element.style.maxHeight = `${Math.max(120, innerHeight - anchor.bottom - 4 - MARGIN)}px`;
  }
}
