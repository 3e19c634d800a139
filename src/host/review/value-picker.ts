import * as vscode from "vscode";
import type { Label } from "../../core/extraction/annotation.ts";
import type { Finder } from "../../core/taxonomy/find.ts";
import type { Taxonomy, TaxonomyNode } from "../../core/taxonomy/taxonomy.ts";
import { Cancelled } from "../errors.ts";
import { withoutIcons } from "../plain.ts";

export interface ValuePickerOptions {
  readonly title: string;
  readonly placeholder: string;
  readonly kind: "aiValue" | "humanValue";
  /** Node ids shown first while nothing is typed: recently used, neighbours of the label to correct. */
  readonly first: readonly string[];
  /** Offers to keep the label and take the transcript's selection as its evidence. */
  readonly moveEvidence: boolean;
}

export type ValueChoice =
  { readonly type: "label"; readonly label: Label } | { readonly type: "moveEvidence" };

interface Item extends vscode.QuickPickItem {
  readonly choice: ValueChoice;
}

/** As many as anyone reads; a longer list only costs time per key. */
const SHOWN = 60;
const MAX_FREE_TEXT = 80;

/**
 * Picks a value out of the whole taxonomy, or free text. The order is the finder's, never VS Code's own.
 * Throws `Cancelled` when it is closed without a choice.
 */
export function pickValue(
  taxonomy: Taxonomy,
  finder: Finder,
  options: ValuePickerOptions,
): Promise<ValueChoice> {
  const picker = vscode.window.createQuickPick<Item>();
  picker.title = options.title;
  picker.placeholder = options.placeholder;
  // Not in the API's types yet, but what every picker with an order of its own sets: without it VS Code sorts by label.
  Reflect.set(picker, "sortByLabel", false);
  let listed: { readonly query: string; readonly items: readonly Item[] } = { query: "", items: [] };
  const refill = (): void => {
    listed = { query: picker.value, items: itemsFor(picker.value, taxonomy, finder, options) };
    picker.items = listed.items;
  };
  picker.onDidChangeValue(refill);
  refill();
  return new Promise((resolve, reject) => {
    picker.onDidAccept(() => {
      // A quick hand presses Enter before the list for its last letters is drawn. The item that then is active
      // belongs to an older list: what is meant is the best match for what was typed.
      if (picker.value !== listed.query) refill();
      const [active] = picker.activeItems;
      const chosen = active && listed.items.includes(active) ? active : listed.items[0];
      if (!chosen) return;
      resolve(chosen.choice);
      picker.hide();
    });
    picker.onDidHide(() => {
      picker.dispose();
      reject(new Cancelled());
    });
    picker.show();
  });
}

function itemsFor(query: string, taxonomy: Taxonomy, finder: Finder, options: ValuePickerOptions): Item[] {
  const typed = query.trim();
  if (typed === "") {
    const first = options.first.flatMap((id) => taxonomy.get(id) ?? []);
    const rest = finder
      .find("", { limit: SHOWN, recent: options.first })
      .map((hit) => hit.node)
      .filter((node) => !options.first.includes(node.id));
    const move: Item[] = options.moveEvidence
      ? [
          {
            label: "$(selection) Keep the value, take the selected words as evidence",
            alwaysShow: true,
            choice: { type: "moveEvidence" },
          },
        ]
      : [];
    return [
      ...move,
      ...[...first, ...rest].slice(0, SHOWN).map((node) => itemOf(node, taxonomy, options.kind)),
    ];
  }
  const found = finder.find(typed, { limit: SHOWN, recent: options.first }).map((hit) => hit.node);
  const isKnown = found.some((node) => node.name.toLowerCase() === typed.toLowerCase());
  const items = found.map((node) => itemOf(node, taxonomy, options.kind));
  return isKnown || typed.length > MAX_FREE_TEXT ? items : [...items, freeText(typed, options.kind)];
}

function itemOf(node: TaxonomyNode, taxonomy: Taxonomy, kind: "aiValue" | "humanValue"): Item {
  const path = taxonomy
    .pathOf(node.id)
    .slice(0, -1)
    .map((ancestor) => ancestor.name);
  return {
    label: withoutIcons(node.name),
    description: withoutIcons(path.join(" › ")),
    ...(node.definition === undefined ? {} : { detail: withoutIcons(node.definition) }),
    alwaysShow: true,
    choice: { type: "label", label: { kind, value: node.name, node: node.id } },
  };
}

function freeText(typed: string, kind: "aiValue" | "humanValue"): Item {
  return {
    label: `$(add) “${withoutIcons(typed)}”`,
    description: "as free text, unmapped",
    alwaysShow: true,
    choice: { type: "label", label: { kind, value: typed, node: null } },
  };
}
