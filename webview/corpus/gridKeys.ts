/** What a key means in the table. Pure; everything else is left to VS Code. */

export type GridAct =
  | { readonly do: "select"; readonly at: number }
  | { readonly do: "open"; readonly preview: boolean }
  | { readonly do: "side"; readonly by: -1 | 1 };

export interface GridPlace {
  readonly at: number | undefined;
  /** Rows of the view, rows of a page, first row in sight. */
  readonly rows: number;
  readonly page: number;
  readonly first: number;
}

type Key = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

export function gridKey(event: Key, place: GridPlace): GridAct | undefined {
  if (event.altKey || event.shiftKey) return undefined;
  const { at, rows, page, first } = place;
  if (event.ctrlKey || event.metaKey) {
    if (event.key === "Home") return go(0, rows);
    if (event.key === "End") return go(rows - 1, rows);
    return undefined;
  }
  switch (event.key) {
    case "ArrowDown":
      return go(at === undefined ? first : at + 1, rows);
    case "ArrowUp":
      return go(at === undefined ? first : at - 1, rows);
    case "PageDown":
      return go((at ?? first) + Math.max(1, page - 1), rows);
    case "PageUp":
      return go((at ?? first) - Math.max(1, page - 1), rows);
    case "Home":
      return go(0, rows);
    case "End":
      return go(rows - 1, rows);
    case "ArrowLeft":
      return { do: "side", by: -1 };
    case "ArrowRight":
      return { do: "side", by: 1 };
    case "Enter":
      return { do: "open", preview: false };
    case " ":
      return { do: "open", preview: true };
    default:
      return undefined;
  }
}

function go(at: number, rows: number): GridAct | undefined {
  return rows === 0 ? undefined : { do: "select", at: Math.max(0, Math.min(rows - 1, at)) };
}
