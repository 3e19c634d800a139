import { readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { expect, test } from "vitest";
import { DEFAULT_KEYS } from "../../../webview/review/keys.ts";

const Manifest = v.object({
  contributes: v.object({ keybindings: v.array(v.object({ command: v.string(), key: v.string() })) }),
});
const root = path.resolve(import.meta.dirname, "../../..");
const { contributes } = v.parse(Manifest, JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")));

const NAMES: Readonly<Record<string, string>> = { "⌫": "backspace", "?": "shift+/" };
/** The panel's own: arrows walk its list, as in any list. */
const PANEL_ONLY = ["↓", "↑"];

test("the list of keys names at least one key of every command that has one, and no other key", () => {
  const shown = DEFAULT_KEYS.flatMap((section) => section.keys.flatMap(({ keys }) => keys))
    .filter((key) => !PANEL_ONLY.includes(key))
    .map((key) => NAMES[key] ?? key.toLowerCase());
  // The adjudication view has keys, and a list of them, of its own.
  const bound = contributes.keybindings.filter(
    ({ command }) => !command.startsWith("valuemark.adjudication"),
  );
  expect(shown.filter((key) => !bound.some((binding) => binding.key === key))).toEqual([]);
  const commands = new Set(bound.map(({ command }) => command));
  const named = new Set(bound.filter(({ key }) => shown.includes(key)).map(({ command }) => command));
  expect([...commands].filter((command) => !named.has(command))).toEqual([]);
});
