import { readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { expect, test } from "vitest";
import { KEYS } from "../../../webview/adjudication/keys.ts";

const Manifest = v.object({
  contributes: v.object({ keybindings: v.array(v.object({ command: v.string(), key: v.string() })) }),
});
const root = path.resolve(import.meta.dirname, "../../..");
const { contributes } = v.parse(Manifest, JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")));

const NAMES: Readonly<Record<string, string>> = { "⌫": "backspace", "?": "shift+/" };
/** Arrows walk the page's own list; the dots stand for the digits between. */
const PAGE_ONLY = ["↓", "↑", "…"];

test("the adjudication view's list of keys is that of its keybindings", () => {
  const bound = contributes.keybindings
    .filter(({ command }) => command.startsWith("valuemark.adjudication"))
    .map(({ key }) => key)
    .filter((key) => !/^[2-8]$/.test(key));
  const shown = KEYS.flatMap(({ keys }) => keys)
    .filter((key) => !PAGE_ONLY.includes(key))
    .map((key) => NAMES[key] ?? key.toLowerCase());
  expect([...shown].sort()).toEqual([...bound].sort());
});
