/** `valuemark gold list | check | diff`: what versions there are, whether they are whole, and how two differ. */
import type { GoldItem } from "../core/export/gold.ts";
import type { DecisionChange, GoldDiff } from "../core/export/gold-diff.ts";
import { diffGold } from "../core/export/gold-diff.ts";
import type { GoldManifest } from "../core/export/manifest.ts";
import { GoldStore, GoldUnreadable } from "../store/gold-store.ts";
import { EXIT, UsageError, type CommandIo } from "./command.ts";
import { goldLines } from "./gold-make.ts";
import { oneCorpus } from "./one-corpus.ts";

export interface ReadFlags {
  readonly place: string;
  readonly corpus?: string;
  readonly json: boolean;
}

export async function listGold({ place, corpus, json }: ReadFlags, io: CommandIo): Promise<number> {
  const { versions, problems } = await new GoldStore(await oneCorpus(place, corpus)).list();
  for (const { folder, reason } of problems) io.note(`gold/${folder}: ${reason}`);
  for (const manifest of versions) {
    if (json) await io.line(JSON.stringify(manifest));
    else for (const line of [...goldLines(manifest), `  made ${manifest.madeAt}`]) await io.line(line);
  }
  if (versions.length === 0) io.note("There is no gold set here.");
  return problems.length > 0 || versions.length === 0 ? EXIT.failed : EXIT.ok;
}

/** Reads every item and compares hashes. */
export async function checkGold(
  { place, corpus }: ReadFlags,
  names: readonly string[],
  io: CommandIo,
): Promise<number> {
  const store = new GoldStore(await oneCorpus(place, corpus));
  const { versions, problems } = await store.list();
  for (const { folder, reason } of problems) io.note(`gold/${folder}: ${reason}`);
  const wanted =
    names.length === 0 ? versions : await Promise.all(names.map((name) => versionOf(store, name)));
  let failed = problems.length > 0;
  for (const manifest of wanted) {
    try {
      let count = 0;
      for await (const _item of store.items(manifest)) count++;
      await io.line(`${manifest.name}: whole, ${count} conversations, hash ${manifest.hash}`);
    } catch (error) {
      if (!(error instanceof GoldUnreadable)) throw error;
      io.note(error.message);
      failed = true;
    }
  }
  return failed || wanted.length === 0 ? EXIT.failed : EXIT.ok;
}

export async function diffVersions(
  { place, corpus, json }: ReadFlags,
  [before, after]: readonly string[],
  io: CommandIo,
): Promise<number> {
  if (before === undefined || after === undefined) throw new UsageError("Name two versions.");
  const store = new GoldStore(await oneCorpus(place, corpus));
  const [old, now] = [await versionOf(store, before), await versionOf(store, after)];
  const diff = diffGold(await itemsOf(store, old), await itemsOf(store, now));
  if (json) await io.line(JSON.stringify({ before, after, ...diff }));
  else for (const line of diffLines(diff)) await io.line(line);
  return EXIT.ok;
}

export async function versionOf(store: GoldStore, name: string): Promise<GoldManifest> {
  const found = await store.get(name);
  if (!found) throw new UsageError(`There is no gold set "${name}".`);
  return found;
}

async function itemsOf(store: GoldStore, manifest: GoldManifest): Promise<GoldItem[]> {
  const items: GoldItem[] = [];
  for await (const item of store.items(manifest)) items.push(item);
  return items;
}

/** Ids and labels come from data: no control characters, so that they can't steer a terminal. */
function plain(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, "?").slice(0, 80);
}

function diffLines({ added, removed, otherText, changed, same }: GoldDiff): string[] {
  return [
    `${added.length} conversations added, ${removed.length} removed, ${changed.length} decided otherwise, ${same} the same`,
    ...(otherText.length === 0 ? [] : [`${otherText.length} have another text`]),
    ...added.map(({ id }) => `+ ${plain(id)}`),
    ...removed.map(({ id }) => `- ${plain(id)}`),
    ...changed.flatMap(({ conversation, changes }) => [
      `~ ${plain(conversation.id)}`,
      ...changes.map((change) => `    ${changeLine(change)}`),
    ]),
  ];
}

function changeLine({ kind, added, removed, evidence, undecided }: DecisionChange): string {
  const state = (why: string | null): string => (why === null ? "decided" : `undecided (${why})`);
  return [
    `${kind}:`,
    ...added.map(({ value }) => `+${plain(value)}`),
    ...removed.map(({ value }) => `-${plain(value)}`),
    ...evidence.map(({ value }) => `evidence of ${plain(value)}`),
    ...(undecided ? [`${state(undecided.before)} → ${state(undecided.after)}`] : []),
  ].join(" ");
}
