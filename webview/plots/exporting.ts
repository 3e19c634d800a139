/** What can be taken out of a table or plot, and how. */
import { toCsv, toTsv, type TableData } from "./delimited.ts";
import { pngOf } from "./drawPng.ts";
import { svgFile } from "./drawSvg.ts";
import type { MenuItem } from "./exportMenu.ts";
import type { Scene } from "./scene.ts";

/** Where copies and files go: the host has clipboard and disk. `name` is without extension. */
export interface ExportPort {
  readonly copy: (text: string) => void;
  readonly save: (name: string, type: "tsv" | "csv" | "svg" | "png", data: string) => void;
  readonly fail: (message: string) => void;
}

export function tableItems(port: ExportPort, name: string, data: () => TableData): MenuItem[] {
  return [
    { title: "Copy table as TSV", run: () => port.copy(toTsv(data())) },
    { title: "Copy table as CSV", run: () => port.copy(toCsv(data())) },
    { title: "Save table as CSV…", run: () => port.save(name, "csv", toCsv(data())) },
    { title: "Save table as TSV…", run: () => port.save(name, "tsv", toTsv(data())) },
  ];
}

/** `scene`: the plot as it stands. */
export function plotItems(port: ExportPort, name: string, scene: () => Scene | undefined): MenuItem[] {
  const withScene = (use: (scene: Scene) => void) => (): void => {
    const drawn = scene();
    if (drawn) use(drawn);
  };
  return [
    { title: "Copy plot as SVG", run: withScene((drawn) => port.copy(svgFile(drawn))) },
    { title: "Save plot as SVG…", run: withScene((drawn) => port.save(name, "svg", svgFile(drawn))) },
    {
      title: "Save plot as PNG…",
      run: withScene((drawn) => {
        try {
          port.save(name, "png", pngOf(drawn));
        } catch (error) {
          port.fail(error instanceof Error ? error.message : "The picture could not be made.");
        }
      }),
    },
  ];
}
