/** What the roles of colours mean on the page (the theme's) and on paper. */
import type { Tone } from "./scene.ts";

export type Paints = Readonly<Record<Tone, string>>;

/** Custom properties of `plots.css`, which follow the theme. */
export const PAGE: Paints = {
  ink: "var(--plot-ink)",
  muted: "var(--plot-muted)",
  line: "var(--plot-line)",
  ground: "var(--plot-ground)",
  accent: "var(--plot-accent)",
  second: "var(--plot-second)",
  third: "var(--plot-third)",
  fourth: "var(--plot-fourth)",
  practical: "var(--vm-practical)",
  epistemic: "var(--vm-epistemic)",
  social: "var(--vm-social)",
  protective: "var(--vm-protective)",
  personal: "var(--vm-personal)",
  none: "var(--vm-none)",
};

/** Dark on white, whatever the theme: what is pasted into a paper. Categories as in light themes. */
export const PAPER: Paints = {
  ink: "#000000",
  muted: "#4d4d4d",
  line: "#d0d0d0",
  ground: "#ffffff",
  accent: "#1f5fa8",
  second: "#b3540c",
  third: "#1b7a4b",
  fourth: "#7a32c2",
  practical: "#08427f",
  epistemic: "#7d5e00",
  social: "#006e53",
  protective: "#85220c",
  personal: "#7a32c2",
  none: "#616161",
};
