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
    epistemic: "#ecd23e",
    social: "#43d3a4",
    protective: "#f5794f",
    personal: "#d68fd8",
    none: "#a0a0a0",
  },
  light: {
    practical: "#08427f",
    epistemic: "#7d5e00",
    social: "#006e53",
    protective: "#85220c",
    personal: "#7a32c2",
    none: "#616161",
  },
  highContrast: {
    practical: "#6aa5ff",
    epistemic: "#ffe24d",
    social: "#5ff0bd",
    protective: "#ff8560",
    personal: "#d99be0",
    none: "#ffffff",
  },
  highContrastLight: {
    practical: "#00356b",
    epistemic: "#6b4f00",
    social: "#005f46",
    protective: "#6e1a04",
    personal: "#6f25b0",
    none: "#292929",
  },
};
