/**
 * The five categories' colours, one set per kind of theme, for panel and transcript alike. Chosen by us so that
 * each reads as text (contrast ≥ 4.5 : 1 on the theme's usual background) and that any two stay apart under the
 * three dichromacies; `palette.test.ts` computes both. Colour is never the only sign: see `SHAPES` in the panel.
 */
import type { CategoryColour } from "./review.ts";

export type ThemeKind = "dark" | "light" | "highContrast" | "highContrastLight";

/** sRGB hex per category. `none` is left to the theme's own muted foreground in the panel; here its fallback. */
export const PALETTE: Readonly<Record<ThemeKind, Readonly<Record<CategoryColour, string>>>> = {
  dark: {
    practical: "#58a6ff",
    epistemic: "#f0c244",
    social: "#2fc59f",
    protective: "#ff8a5c",
    personal: "#dca6f5",
    none: "#a0a0a0",
  },
  light: {
    practical: "#0b5cad",
    epistemic: "#7d6000",
    social: "#007a5e",
    protective: "#bf3b0a",
    personal: "#8a2c9c",
    none: "#616161",
  },
  highContrast: {
    practical: "#7cc0ff",
    epistemic: "#ffdf4d",
    social: "#3fe0b4",
    protective: "#ff9e75",
    personal: "#f0bfff",
    none: "#ffffff",
  },
  highContrastLight: {
    practical: "#00458a",
    epistemic: "#5c4700",
    social: "#005c46",
    protective: "#962900",
    personal: "#6d1880",
    none: "#292929",
  },
};
