/** A scene as a picture, dark on white. Drawn shape by shape: the page's CSP lets no image of an SVG in. */
import { PAPER } from "./paints.ts";
import type { Fill, Scene, Shape, Stroke } from "./scene.ts";
import { TEXT_SIZE } from "./scene.ts";

/** Pixels for each CSS pixel: about 300 dots an inch at the plot's own size. */
const SCALE = 3;
/** Side of the largest canvas that is sure to work. */
const MAX_SIDE = 16_384;
const FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif";

/** Base64 of the PNG. Throws when the browser can't make it. */
export function pngOf(scene: Scene): string {
  const scale = Math.min(SCALE, MAX_SIDE / scene.width, MAX_SIDE / scene.height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(scene.width * scale);
  canvas.height = Math.ceil(scene.height * scale);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("This page has no canvas to draw the picture on.");
  context.scale(scale, scale);
  context.fillStyle = PAPER.ground;
  context.fillRect(0, 0, scene.width, scene.height);
  for (const shape of scene.shapes) draw(context, shape);
  const url = canvas.toDataURL("image/png");
  const comma = url.indexOf(",");
  if (!url.startsWith("data:image/png;base64,")) throw new Error("The picture could not be made.");
  return url.slice(comma + 1);
}

function draw(context: CanvasRenderingContext2D, shape: Shape): void {
  context.save();
  switch (shape.type) {
    case "rect": {
      const path = new Path2D();
      path.rect(shape.x, shape.y, shape.width, shape.height);
      paint(context, path, shape.fill, shape.stroke);
      break;
    }
    case "line": {
      const path = new Path2D();
      path.moveTo(...shape.from);
      path.lineTo(...shape.to);
      paint(context, path, undefined, shape.stroke);
      break;
    }
    case "path":
      paint(context, new Path2D(shape.d), shape.fill, shape.stroke);
      break;
    case "text": {
      const { at, text, tone, size = TEXT_SIZE, bold, anchor = "start", turn } = shape;
      context.translate(...at);
      if (turn !== undefined) context.rotate((turn * Math.PI) / 180);
      context.font = `${bold ? "600 " : ""}${size}px ${FONT}`;
      context.textAlign = anchor === "middle" ? "center" : anchor;
      context.fillStyle = PAPER[tone];
      context.fillText(text, 0, 0);
      break;
    }
  }
  context.restore();
}

function paint(
  context: CanvasRenderingContext2D,
  path: Path2D,
  fill: Fill | undefined,
  stroke: Stroke | undefined,
): void {
  if (fill) {
    context.globalAlpha = fill.opacity ?? 1;
    context.fillStyle = PAPER[fill.tone];
    context.fill(path);
    context.globalAlpha = 1;
  }
  if (!stroke) return;
  context.strokeStyle = PAPER[stroke.tone];
  context.lineWidth = stroke.width ?? 1;
  context.setLineDash([...(stroke.dash ?? [])]);
  context.stroke(path);
}
