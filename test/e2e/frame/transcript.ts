import { expect, type Frame, type Locator, type Page } from "@playwright/test";
import fs from "node:fs";
import path from "node:path";
import { quickInput, quickPick, runCommand, webviewFrame } from "./actions.ts";

/** Opens a file of the workspace as conversations; resolves with the review panel when it shows one of them. */
export async function openConversations(page: Page, file: string): Promise<Frame> {
  await runCommand(page, "Valuemark: Open Conversations…");
  await quickPick(page, file);
  await page
    .locator(".tabs-container .tab", { hasText: `${file} · ` })
    .first()
    .waitFor();
  return webviewFrame(page, "#root .labels");
}

/** Puts the keyboard into the transcript, at its start. */
export async function focusTranscript(page: Page): Promise<void> {
  await page
    .locator(".editor-group-container .monaco-editor .view-lines")
    .first()
    .click({ position: { x: 4, y: 4 } });
  await page.keyboard.press("Control+Home");
}

/** Evidence as the editor draws it. */
export interface DrawnEvidence {
  /** The words under the mark, wrapped lines joined; names of values left out. */
  readonly text: string;
  /** "dashed" = suggested, "solid" = confirmed, corrected or added. */
  readonly border: string;
  /** Colour of the line under the words, as the browser computes it. */
  readonly colour: string;
}

/**
 * What is drawn under the transcript's words. The editor draws marks in a layer of their own, so the words are found
 * by geometry: the characters whose middle lies inside a mark's box. One entry per look.
 */
export async function drawnEvidence(page: Page): Promise<DrawnEvidence[]> {
  return page.evaluate(() => {
    const editor = document.querySelector(".editor-group-container .monaco-editor");
    const characters: { x: number; y: number; text: string }[] = [];
    for (const line of editor?.querySelectorAll(".view-line") ?? []) {
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement?.className.includes("dyn-rule")) continue;
        for (let at = 0; at < (node.nodeValue ?? "").length; at += 1) {
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          const box = range.getBoundingClientRect();
          characters.push({ x: box.x + box.width / 2, y: box.y + box.height / 2, text: range.toString() });
        }
      }
    }
    characters.sort((a, b) => Math.round(a.y - b.y) || a.x - b.x);
    const looks = new Map<string, { border: string; colour: string; boxes: DOMRect[] }>();
    for (const mark of editor?.querySelectorAll(".view-overlays .cdr") ?? []) {
      const {
        borderBottomStyle: border,
        borderBottomColor: colour,
        borderBottomWidth: width,
      } = getComputedStyle(mark);
      if (border === "none" || width === "0px") continue;
      const look = looks.get(mark.className) ?? { border, colour, boxes: [] };
      look.boxes.push(mark.getBoundingClientRect());
      looks.set(mark.className, look);
    }
    const inside = (box: DOMRect, { x, y }: { x: number; y: number }): boolean =>
      box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
    return [...looks.values()].map(({ border, colour, boxes }) => ({
      border,
      colour,
      text: characters
        .filter((character) => boxes.some((box) => inside(box, character)))
        .map((character) => character.text.replace(/\u00a0/g, " "))
        .join(""),
    }));
  });
}

/** The names of values shown in the transcript, in document order. */
export async function shownLabels(page: Page): Promise<string[]> {
  const texts = await page
    .locator(".editor-group-container .monaco-editor .view-line [class*='dyn-rule']")
    .allInnerTexts();
  return texts.map((text) => text.replace(/[\u00a0\u200b]/g, " ").trim()).filter((text) => text !== "");
}

/** What the transcript's editor has drawn, names of values included; lines and wrapped pieces joined by spaces. */
export async function transcriptText(page: Page): Promise<string> {
  const lines = page.locator(".editor-group-container .monaco-editor").first().locator(".view-line");
  const drawn = await lines.evaluateAll((all) =>
    all
      .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? "" }))
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text),
  );
  return drawn
    .join(" ")
    .replace(/[\s\u00a0\u200b]+/g, " ")
    .trim();
}

/** All judgement events on disk, each file's lines in order; fails on a line that is not JSON. */
export function eventsOnDisk(workspace: string): Record<string, unknown>[] {
  const files = fs
    .readdirSync(workspace, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.valuemark[/\\].*[/\\]judgements[/\\].*\.jsonl$/.test(file));
  return files.flatMap((file) =>
    fs
      .readFileSync(path.join(workspace, file), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line): Record<string, unknown> => JSON.parse(line)),
  );
}

/**
 * The events on disk in a few words: the kind, then the value it gives, or which kind of event it takes back.
 * "retract of add" is an undo; "retract of retract" a redo.
 */
export function story(workspace: string): string[] {
  const events = eventsOnDisk(workspace);
  const kindOf = new Map(events.map((event) => [event["id"], String(event["kind"])]));
  return events.map((event) => {
    const label = event["label"];
    const value =
      typeof label === "object" && label !== null ? ` ${String(Reflect.get(label, "value"))}` : "";
    const target = event["kind"] === "retract" ? ` of ${kindOf.get(event["target"]) ?? "nothing"}` : "";
    return `${String(event["kind"])}${value}${target}`;
  });
}

/** The value of the panel's selected row. */
export function selectedValue(panel: Frame): Locator {
  return panel.locator(".row.selected .value");
}

/** The heading of the conversation in the panel. */
export function conversationTitle(panel: Frame): Locator {
  return panel.locator("h1:visible");
}

const focusedRow = ".quick-input-widget:visible .monaco-list-row.focused";

/**
 * Runs a command through the palette with the keyboard alone. The palette's list is fixed when it opens and
 * extensions may still be loading, so it is opened again when the command isn't offered.
 */
export async function commandByKeys(page: Page, title: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    await page.keyboard.press("F1");
    try {
      await quickInput(page).waitFor({ timeout: 4000 });
      await page.keyboard.type(title);
      await page.locator(focusedRow, { hasText: title }).waitFor({ timeout: 4000 });
      return await page.keyboard.press("Enter");
    } catch (error) {
      if (tries === 5) throw error;
      await page.keyboard.press("Escape");
    }
  }
}

/** Types into the open quick input and accepts its first row, with the keyboard alone. */
export async function pickByKeys(page: Page, text: string, row = text): Promise<void> {
  await quickInput(page).waitFor();
  await page.keyboard.type(text);
  await page.locator(focusedRow, { hasText: row }).waitFor();
  await page.keyboard.press("Enter");
  await quickInput(page).waitFor({ state: "hidden" });
}

/** Types into the open input box and accepts it, with the keyboard alone. */
export async function typeByKeys(page: Page, text: string): Promise<void> {
  await quickInput(page).waitFor();
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
  await quickInput(page).waitFor({ state: "hidden" });
}

/** Puts the mouse on the first drawn place of a word in the transcript and gives the hover that opens. */
export async function hoverOver(page: Page, word: string): Promise<Locator> {
  const box = await page.evaluate((wanted) => {
    const lines = document.querySelectorAll(".editor-group-container .monaco-editor .view-line");
    for (const line of lines) {
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = (node.nodeValue ?? "").replace(/\u00a0/g, " ").indexOf(wanted);
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + wanted.length);
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      }
    }
    return undefined;
  }, word);
  if (box === undefined) throw new Error(`“${word}” is not drawn within one piece of a line`);
  await page.mouse.move(box.x, box.y);
  await page.mouse.move(box.x + 1, box.y);
  const hover = page.locator(".monaco-hover:not(.hidden)", { hasText: "Confirm (c)" }).first();
  await hover.waitFor();
  return hover;
}

/** Selects the first place where `words` stand in the transcript, by the editor's own search, as a person would. */
export async function selectWords(page: Page, words: string): Promise<void> {
  await focusTranscript(page);
  await page.keyboard.press("Control+f");
  const find = page.locator(".find-widget.visible textarea").first();
  await find.fill(words);
  await find.press("Enter");
  // A notification on show takes the first Escape.
  await expect(async () => {
    await page.keyboard.press("Escape");
    await find.waitFor({ state: "hidden", timeout: 500 });
  }).toPass();
}
