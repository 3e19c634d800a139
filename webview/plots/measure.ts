/** Widths of texts, as the page's font has them. */
import type { Measure } from "./scene.ts";
import { TEXT_SIZE } from "./scene.ts";

/** Files are set in another face than the page; a little room keeps their texts apart. */
const ROOM = 1.06;

let context: CanvasRenderingContext2D | null | undefined;

export const measureText: Measure = (text, size = TEXT_SIZE, bold = false) => {
  context ??= document.createElement("canvas").getContext("2d");
  if (!context) return text.length * size * 0.6;
  context.font = `${bold ? "600 " : ""}${size}px ${getComputedStyle(document.body).fontFamily}`;
  return context.measureText(text).width * ROOM;
};
