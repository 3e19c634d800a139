/** The colours can be read and told apart: computed, not judged by eye. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { PALETTE, type ThemeKind } from "../../../src/protocol/palette.ts";

type Rgb = readonly [number, number, number];

const BACKGROUNDS: Readonly<Record<ThemeKind, readonly string[]>> = {
  // Side bar, editor, and the selected row's tint over the side bar.
  dark: ["#181818", "#1f1f1f", "#152430"],
  light: ["#f8f8f8", "#ffffff", "#d8e4f0"],
  highContrast: ["#000000"],
  highContrastLight: ["#ffffff"],
};

const CATEGORIES = ["practical", "epistemic", "social", "protective", "personal"] as const;

/** Linear light, 0–1. */
function linear(hex: string): Rgb {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** WCAG 2 relative luminance and contrast. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string): number => {
    const [red, green, blue] = linear(hex);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [high, low] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

/** Dichromacies in linear sRGB (Machado, Oliveira & Fernandes 2009, severity 1). */
const SIGHT: Readonly<Record<string, readonly Rgb[]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE Lab (D65). */
function lab([red, green, blue]: Rgb): Rgb {
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (t * 24389) / 27 / 116 + 16 / 116);
  const x = f((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
  const y = f(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = f((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function seen(hex: string, sight: readonly Rgb[]): Rgb {
  const colour = linear(hex);
  const [red, green, blue] = sight.map((row) =>
    Math.min(1, Math.max(0, row[0] * colour[0] + row[1] * colour[1] + row[2] * colour[2])),
  );
  return lab([red ?? 0, green ?? 0, blue ?? 0]);
}

/** Below some 10 units of ΔE*ab two small marks are taken for one colour. */
const APART = 10;

describe.each(["dark", "light", "highContrast", "highContrastLight"] as const)("%s", (theme) => {
  test("each colour reads as text", () => {
    for (const category of [...CATEGORIES, "none"] as const) {
      for (const background of BACKGROUNDS[theme]) {
        expect(
          contrast(PALETTE[theme][category], background),
          `${category} on ${background}`,
        ).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  test.each(Object.entries(SIGHT))("any two stay apart in %s sight", (_name, sight) => {
    for (const [index, one] of CATEGORIES.entries()) {
      for (const other of CATEGORIES.slice(index + 1)) {
        const a = seen(PALETTE[theme][one], sight);
        const b = seen(PALETTE[theme][other], sight);
        const distance = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
        expect(distance, `${one} and ${other}`).toBeGreaterThanOrEqual(APART);
      }
    }
  });
});

test("the panel's style sheet has the same colours", () => {
  const css = readFileSync(path.resolve(import.meta.dirname, "../../../webview/ui/palette.css"), "utf8");
  const blocks: Readonly<Record<ThemeKind, string>> = {
    dark: "body",
    light: "body.vscode-light",
    highContrast: "body.vscode-high-contrast",
    highContrastLight: "body.vscode-high-contrast-light",
  };
  for (const theme of ["dark", "light", "highContrast", "highContrastLight"] as const) {
    const block = css.slice(css.indexOf(`${blocks[theme]} {`));
    const body = block.slice(0, block.indexOf("}"));
    for (const [category, colour] of Object.entries(PALETTE[theme]))
      expect(body).toContain(`--vm-${category}: ${colour};`);
  }
});
