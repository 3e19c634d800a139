/** Our own small drawings on a 16 × 16 grid; they take the text's colour. Decoration only: text stands beside. */
import { svg } from "./dom.ts";

const STROKES = {
  suggested: "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11",
  confirm: "M3 8.5l3.2 3.2L13 4.8",
  correct: "M3 13l.7-3L10.6 3.1l2.3 2.3L6 12.3z M9.2 4.5l2.3 2.3",
  reject: "M4 4l8 8M12 4l-8 8",
  add: "M8 3v10M3 8h10",
  retract: "M3 8h10",
  undo: "M6 3.5L3 6.5l3 3M3.2 6.5H9.5a3.5 3.5 0 0 1 0 7H7",
  redo: "M10 3.5l3 3-3 3M12.8 6.5H6.5a3.5 3.5 0 0 0 0 7H9",
  previous: "M10 3.5L5.5 8L10 12.5",
  next: "M6 3.5L10.5 8L6 12.5",
  flag: "M4 14V2.5M4 3h7.5l-2 2.8 2 2.7H4",
  quote: "M3 4h10M3 8h7M3 12h4",
  warning: "M8 2.5l6 11H2z M8 6.5v3.2M8 11.5v.4",
  info: "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11 M8 7.3v3.7M8 5v.4",
  close: "M4 4l8 8M12 4l-8 8",
  transcript: "M3.5 2.5h9v11h-9z M5.5 5.5h5M5.5 8h5M5.5 10.5h3",
  problem: "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11 M6 6l4 4M10 6l-4 4",
  search: "M7 2.8a4.2 4.2 0 1 1 0 8.4a4.2 4.2 0 1 1 0-8.4 M10.2 10.2L13.5 13.5",
  columns: "M2.5 3h11v10h-11z M6.2 3v10M9.8 3v10",
  facets: "M2.5 4h11M4.5 8h7M6.5 12h3",
  sample: "M3 3h10v10H3z M6 6v.1M10 6v.1M6 10v.1M10 10v.1M8 8v.1",
  help: "M8 2.2a5.8 5.8 0 1 1 0 11.6a5.8 5.8 0 1 1 0-11.6 M6.3 6.3a1.7 1.7 0 1 1 2.6 1.5c-.6.4-.9.7-.9 1.3M8 11.2v.2",
  up: "M4 9.5L8 5.5L12 9.5",
  down: "M4 6.5L8 10.5L12 6.5",
  hidden: "M2 8c1.6-2.7 3.6-4 6-4s4.4 1.3 6 4c-1.6 2.7-3.6 4-6 4s-4.4-1.3-6-4z M3 13L13 3",
  bubble: "M2.5 3h11v7.5H8L5 13.2v-2.7H2.5z M5.5 6h5",
} as const;

export type IconName = keyof typeof STROKES;

export function icon(name: IconName): SVGElement {
  return svg(
    "svg",
    { class: `icon icon-${name}`, viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
    svg("path", { d: STROKES[name] }),
  );
}
