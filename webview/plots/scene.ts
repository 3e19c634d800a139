/**
 * A plot as data: shapes with the roles of their colours. Drawn to SVG for the page and for files, and to a canvas for
 * pictures, always from the same scene. Lengths are CSS pixels; y grows downwards. Pure.
 */
import type { CategoryColour } from "../../src/protocol/review.ts";

/** A colour's role; themes and paper have their own values for it. */
export type Tone =
  "ink" | "muted" | "line" | "ground" | "accent" | "second" | "third" | "fourth" | CategoryColour;

export interface Stroke {
  readonly tone: Tone;
  /** Default 1. */
  readonly width?: number;
  readonly dash?: readonly number[];
}

export interface Fill {
  readonly tone: Tone;
  /** 0 … 1; default 1. */
  readonly opacity?: number;
}

export type Shape =
  | {
      readonly type: "rect";
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly fill?: Fill;
      readonly stroke?: Stroke;
    }
  | {
      readonly type: "line";
      readonly from: readonly [number, number];
      readonly to: readonly [number, number];
      readonly stroke: Stroke;
    }
  /** `d`: SVG path data, made by us. */
  | { readonly type: "path"; readonly d: string; readonly fill?: Fill; readonly stroke?: Stroke }
  | TextShape;

export interface TextShape {
  readonly type: "text";
  readonly at: readonly [number, number];
  readonly text: string;
  readonly tone: Tone;
  /** Pixels; default `TEXT_SIZE`. */
  readonly size?: number;
  readonly bold?: boolean;
  readonly anchor?: "start" | "middle" | "end";
  /** Degrees clockwise about `at`. */
  readonly turn?: number;
}

export interface Scene {
  readonly width: number;
  readonly height: number;
  /** Read by screen readers, and the title of the picture's file. */
  readonly title: string;
  /** What the plot shows, in a sentence or two. */
  readonly description: string;
  readonly shapes: readonly Shape[];
}

export const TEXT_SIZE = 12;
export const SMALL_TEXT = 11;

/** Width of a text in CSS pixels. */
export type Measure = (text: string, size?: number, bold?: boolean) => number;

/** The text, or as much of it as fits, with an ellipsis. Never cuts a character in two. */
export function fitText(text: string, width: number, measure: Measure, size = TEXT_SIZE): string {
  if (measure(text, size) <= width) return text;
  const characters = [...text];
  let [low, high] = [0, characters.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(`${characters.slice(0, middle).join("")}…`, size) <= width) low = middle;
    else high = middle - 1;
  }
  return `${characters.slice(0, low).join("").trimEnd()}…`;
}

/** A dot, a square, a diamond or a triangle of this radius: shape tells series apart where colour can't. */
export function marker(place: number, x: number, y: number, radius: number): string {
  const r = radius;
  switch (place % 4) {
    case 0:
      return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
    case 1:
      return `M${x - r * 0.9} ${y - r * 0.9}h${r * 1.8}v${r * 1.8}h${-r * 1.8}z`;
    case 2:
      return `M${x} ${y - r * 1.25}L${x + r * 1.25} ${y}L${x} ${y + r * 1.25}L${x - r * 1.25} ${y}z`;
    default:
      return `M${x} ${y - r * 1.15}L${x + r * 1.15} ${y + r * 0.85}H${x - r * 1.15}z`;
  }
}
