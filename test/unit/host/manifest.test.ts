import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import * as v from "valibot";
import {
  COMMANDS,
  CONTEXT_KEYS,
  ADJUDICATION_VIEW_TYPE,
  AGREEMENT_VIEW_TYPE,
  CONVERSATIONS_VIEW,
  CORPUS_VIEW_TYPE,
  QUEUE_VIEW,
  REVIEW_VIEW_TYPE,
  TRANSCRIPT_LANGUAGE,
  TRANSCRIPT_SCHEME,
} from "../../../src/host/ids.ts";
import { PALETTE } from "../../../src/protocol/palette.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const Manifest = v.object({
  activationEvents: v.array(v.string()),
  contributes: v.object({
    commands: v.array(v.object({ command: v.string(), title: v.string(), category: v.string() })),
    keybindings: v.array(v.object({ command: v.string(), key: v.string(), when: v.string() })),
    menus: v.record(v.string(), v.array(v.object({ command: v.string() }))),
    views: v.record(v.string(), v.array(v.object({ id: v.string() }))),
    viewsWelcome: v.array(v.object({ contents: v.string() })),
    colors: v.array(v.object({ id: v.string(), defaults: v.record(v.string(), v.string()) })),
    customEditors: v.array(v.object({ viewType: v.string() })),
    languages: v.array(v.object({ id: v.string() })),
    configuration: v.object({ properties: v.record(v.string(), v.object({ default: v.unknown() })) }),
  }),
});
const { activationEvents, contributes } = v.parse(
  Manifest,
  JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")),
);
const declared = contributes.commands.map(({ command }) => command);

describe("the manifest and the code name the same things", () => {
  test("commands", () => {
    expect([...declared].sort()).toEqual([...COMMANDS].sort());
    expect(new Set(declared).size).toBe(declared.length);
  });

  test("keybindings, menus and welcome links only name commands that exist", () => {
    const used = [
      ...contributes.keybindings.map(({ command }) => command),
      ...Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command)),
      ...contributes.viewsWelcome.flatMap(({ contents }) =>
        [...contents.matchAll(/command:([\w.]+)/g)].map((match) => match[1]),
      ),
    ];
    expect(used.filter((command) => !declared.includes(command ?? ""))).toEqual([]);
  });

  const isAdjudicating = ({ command }: { readonly command: string }): boolean =>
    command.startsWith("valuemark.adjudication");
  const judgingKeys = contributes.keybindings.filter((each) => !isAdjudicating(each));
  const adjudicatingKeys = contributes.keybindings.filter(isAdjudicating);

  test("no two commands share a key on the same surface", () => {
    for (const bindings of [judgingKeys, adjudicatingKeys]) {
      const keys = bindings.map(({ key }) => key);
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    }
  });

  test("every judging key acts in the transcript and in the panel, and nowhere else", () => {
    for (const { key, when } of judgingKeys) {
      expect(when, key).toContain(`resourceScheme == ${TRANSCRIPT_SCHEME}`);
      expect(when, key).toContain(`activeWebviewPanelId == ${REVIEW_VIEW_TYPE}`);
      expect(when, key).toContain("editorTextFocus");
      expect(when, key).toContain("!inputFocus");
    }
    const judging = judgingKeys.filter(({ command }) => command !== "valuemark.showKeys");
    for (const { key, when } of judging) expect(when, key).toContain(CONTEXT_KEYS.conversationOpen);
  });

  test("every adjudication key acts in its view and nowhere else", () => {
    expect(adjudicatingKeys.length).toBeGreaterThan(0);
    for (const { key, when } of adjudicatingKeys)
      expect(when, key).toMatch(/^activeWebviewPanelId == valuemark\.adjudication && !inputFocus && /);
  });

  test("the categories' colours are the palette's", () => {
    for (const [kind, colours] of Object.entries(PALETTE)) {
      for (const [category, colour] of Object.entries(colours)) {
        const declared = contributes.colors.find(({ id }) => id === `valuemark.${category}`);
        expect(declared?.defaults[kind], `${category} in ${kind}`).toBe(colour);
      }
    }
  });

  test("views, language and activation events", () => {
    expect(
      Object.values(contributes.views)
        .flat()
        .map(({ id }) => id),
    ).toEqual([CONVERSATIONS_VIEW, QUEUE_VIEW]);
    expect(contributes.customEditors.map(({ viewType }) => viewType)).toEqual([CORPUS_VIEW_TYPE]);
    expect(contributes.languages.map(({ id }) => id)).toContain(TRANSCRIPT_LANGUAGE);
    expect(activationEvents).toEqual([
      `onFileSystem:${TRANSCRIPT_SCHEME}`,
      ...[REVIEW_VIEW_TYPE, AGREEMENT_VIEW_TYPE, ADJUDICATION_VIEW_TYPE].map(
        (type) => `onWebviewPanel:${type}`,
      ),
    ]);
  });
});
