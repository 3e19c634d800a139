/** The edge between pane and table: dragged, or moved with the arrows. */
import { el, setAttribute } from "../ui/dom.ts";

const LEAST = 140;
const MOST = 520;
const STEP = 16;

export class Splitter {
  readonly element: HTMLElement;
  private width = 0;

  /** `label` says what grows; `onWidth` gets CSS px. */
  constructor(label: string, controls: string, onWidth: (px: number) => void) {
    this.element = el("div", {
      class: "splitter",
      role: "separator",
      "aria-orientation": "vertical",
      "aria-label": label,
      "aria-controls": controls,
      "aria-valuemin": String(LEAST),
      "aria-valuemax": String(MOST),
      tabindex: "0",
    });
    const set = (px: number): void => onWidth(Math.round(Math.max(LEAST, Math.min(MOST, px))));
    this.element.addEventListener("pointerdown", (start) => {
      if (start.button !== 0) return;
      start.preventDefault();
      const { width } = this;
      this.element.setPointerCapture(start.pointerId);
      const move = (event: PointerEvent): void => set(width + event.clientX - start.clientX);
      this.element.addEventListener("pointermove", move);
      const end = (): void => this.element.removeEventListener("pointermove", move);
      this.element.addEventListener("pointerup", end, { once: true });
      this.element.addEventListener("pointercancel", end, { once: true });
    });
    this.element.addEventListener("keydown", (event) => {
      const by = event.key === "ArrowRight" ? STEP : event.key === "ArrowLeft" ? -STEP : 0;
      if (by === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      set(this.width + by);
    });
  }

  update(px: number): void {
    this.width = px;
    setAttribute(this.element, "aria-valuenow", String(px));
  }
}
