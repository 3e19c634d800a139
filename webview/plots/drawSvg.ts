/** A scene as an SVG element, with presentation attributes only: no style attribute, no style element. */
import { svg } from "../ui/dom.ts";
import type { Paints } from "./paints.ts";
import { PAGE, PAPER } from "./paints.ts";
import type { Fill, Scene, Shape, Stroke, TextShape } from "./scene.ts";
import { TEXT_SIZE } from "./scene.ts";

/** Sans-serif faces that paper and screens have. */
const PAPER_FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif";

/** For the page: takes the theme's colours and font. Decoration for screen readers; the figure around it is named. */
export function pageSvg(scene: Scene): SVGElement {
  const root = rootOf(scene, PAGE);
  root.setAttribute("role", "img");
  root.setAttribute("aria-label", `${scene.title}. ${scene.description}`);
  return root;
}

/** A file of its own: dark on white, with title and description. */
export function svgFile(scene: Scene): string {
  const root = rootOf(scene, PAPER);
  root.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  root.setAttribute("font-family", PAPER_FONT);
  const [title, description] = [svg("title"), svg("desc")];
  title.textContent = printable(scene.title);
  description.textContent = printable(scene.description);
  root.prepend(title, description, paper(scene));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
}

function paper({ width, height }: Scene): SVGElement {
  return svg("rect", { width: `${width}`, height: `${height}`, fill: PAPER.ground });
}

function rootOf(scene: Scene, paints: Paints): SVGElement {
  const { width, height } = scene;
  return svg(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      width: `${width}`,
      height: `${height}`,
      "font-size": `${TEXT_SIZE}`,
    },
    ...scene.shapes.map((shape) => drawn(shape, paints)),
  );
}

function drawn(shape: Shape, paints: Paints): SVGElement {
  switch (shape.type) {
    case "rect": {
      const { x, y, width, height, fill, stroke } = shape;
      const box = { x: n(x), y: n(y), width: n(width), height: n(height) };
      return svg("rect", { ...box, ...filled(fill, paints), ...stroked(stroke, paints) });
    }
    case "line": {
      const { from, to, stroke } = shape;
      const ends = { x1: n(from[0]), y1: n(from[1]), x2: n(to[0]), y2: n(to[1]) };
      return svg("line", { ...ends, ...stroked(stroke, paints) });
    }
    case "path":
      return svg("path", { d: shape.d, ...filled(shape.fill, paints), ...stroked(shape.stroke, paints) });
    case "text":
      return written(shape, paints);
  }
}

function written({ at, text, tone, size, bold, anchor, turn }: TextShape, paints: Paints): SVGElement {
  const element = svg("text", {
    x: n(at[0]),
    y: n(at[1]),
    fill: paints[tone],
    ...(size === undefined ? {} : { "font-size": n(size) }),
    ...(bold ? { "font-weight": "600" } : {}),
    ...(anchor === undefined || anchor === "start" ? {} : { "text-anchor": anchor }),
    ...(turn === undefined ? {} : { transform: `rotate(${n(turn)} ${n(at[0])} ${n(at[1])})` }),
  });
  element.textContent = printable(text);
  return element;
}

function filled(fill: Fill | undefined, paints: Paints): Record<string, string> {
  if (!fill) return { fill: "none" };
  const { tone, opacity } = fill;
  return { fill: paints[tone], ...(opacity === undefined ? {} : { "fill-opacity": n(opacity) }) };
}

function stroked(stroke: Stroke | undefined, paints: Paints): Record<string, string> {
  if (!stroke) return {};
  const { tone, width, dash } = stroke;
  return {
    stroke: paints[tone],
    ...(width === undefined ? {} : { "stroke-width": n(width) }),
    ...(dash === undefined ? {} : { "stroke-dasharray": dash.join(" ") }),
  };
}

/** Characters that XML can't hold make a file that no program opens. */
function printable(text: string): string {
  return text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "\u{FFFD}");
}

function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}
