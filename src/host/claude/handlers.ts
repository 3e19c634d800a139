/** The commands of model runs, runs and imports. Thin: what is heavy loads on first use. */
import * as vscode from "vscode";
import type { CommandHandlers } from "../commands.ts";
import { Cancelled, UserError } from "../errors.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import type { ReviewActions } from "../review/actions.ts";
import type { Desk } from "../review/desk.ts";
import { withoutIcons } from "../plain.ts";
import { selectedTurns } from "../review/selection.ts";
import type { Pages } from "../runs/pages.ts";
import { chooseRun, compareRuns } from "../runs/run-commands.ts";
import type { ClaudeHost } from "./host.ts";
import type { Scope } from "./run-options.ts";
import type { ClaudeService } from "./claude-service.ts";

export interface ClaudeParts {
  readonly host: ClaudeHost;
  readonly desk: Desk;
  readonly actions: ReviewActions;
  readonly pages: Pages;
  /** The sample in use on a file. */
  sampleOf(file: OpenedFile): { readonly name: string; readonly ids: readonly string[] } | undefined;
}

type Ids =
  | "extractClaude"
  | "extractClaudeTurns"
  | "extractClaudeFile"
  | "batchFile"
  | "cancelBatches"
  | "writeRequestFiles"
  | "importResults"
  | "resumeRun"
  | "extractLanguageModel"
  | "previewRequest"
  | "showPrompt"
  | "setKey"
  | "removeKey"
  | "pickModel"
  | "revokeConsent"
  | "pickRun"
  | "compareRuns"
  | "importLabels";

export function claudeHandlers({
  host,
  desk,
  actions,
  pages,
  sampleOf,
}: ClaudeParts): Pick<CommandHandlers, `valuemark.${Ids}`> {
  let loaded: Promise<ClaudeService> | undefined;
  const service = (): Promise<ClaudeService> =>
    (loaded ??= import("./claude-service.ts").then(({ ClaudeService: Service }) => new Service(host)));

  const say = (text: string): void => void vscode.window.showInformationMessage(text);
  const file = () => actions.currentReview().page.file;
  const here = () => ({ indexes: [actions.seeingReview().page.index] });

  /** The whole file or, while one is in use, its sample. Throws `Cancelled`. */
  const scopeOf = async (opened: OpenedFile): Promise<Scope> => {
    const all = { indexes: Array.from({ length: opened.count }, (_, index) => index) };
    const sample = sampleOf(opened);
    if (!sample) return all;
    const whole = { label: "The whole file", description: conversations(opened.count), isSample: false };
    const drawn = {
      label: `The sample “${withoutIcons(sample.name)}”`,
      description: conversations(sample.ids.length),
      isSample: true,
    };
    const choice = await vscode.window.showQuickPick([drawn, whole], {
      title: "Label which conversations?",
    });
    if (!choice) throw new Cancelled();
    if (!choice.isSample) return all;
    const places = await opened.indexesOf(sample.ids);
    const indexes = places.filter((place) => place !== undefined).sort((a, b) => a - b);
    if (indexes.length === 0) throw new UserError("No conversation of the sample is in this file.");
    return { indexes };
  };

  return {
    "valuemark.extractClaude": async () => (await service()).label(file(), here()),
    "valuemark.extractClaudeTurns": async () => {
      const turns = selectedTurns(actions.currentReview());
      if (turns.length === 0) throw new UserError("Select words in the turns to label first.");
      await (await service()).label(file(), { ...here(), turns });
    },
    "valuemark.extractClaudeFile": async () => {
      const opened = file();
      await (await service()).label(opened, await scopeOf(opened));
    },
    "valuemark.batchFile": async () => {
      const opened = file();
      await (await service()).labelByBatches(opened, await scopeOf(opened));
    },
    "valuemark.writeRequestFiles": async () => {
      const opened = file();
      await (await service()).writeRequestFiles(opened, await scopeOf(opened));
    },
    "valuemark.importResults": async () => (await service()).importResults(file()),
    "valuemark.cancelBatches": async () => (await service()).cancelBatches(file()),
    "valuemark.resumeRun": async () => (await service()).resume(file()),
    "valuemark.extractLanguageModel": async () => (await service()).labelWithLanguageModel(file(), here()),
    "valuemark.previewRequest": async () => {
      const { page } = actions.currentReview();
      await pages.show("what-is-sent.txt", await (await service()).preview(page.conversation, page.file));
    },
    "valuemark.showPrompt": async () => {
      await pages.show("prompt.md", await (await service()).prompt(desk.current?.page.file));
    },
    "valuemark.setKey": async () => {
      await host.keys.ask();
      say("The key is in VS Code's secret storage.");
    },
    "valuemark.removeKey": async () => {
      await host.keys.remove();
      const left = await host.keys.find();
      say(left ? `The stored key is removed. ${left.from} still has one.` : "The key is removed.");
    },
    "valuemark.pickModel": async () => (await service()).chooseModel(desk.current?.page.file),
    "valuemark.revokeConsent": async () => {
      const had = await host.consent.revoke();
      say(
        had
          ? "Consent is revoked: nothing is sent from this workspace until you agree again."
          : "No consent was given in this workspace.",
      );
    },
    "valuemark.pickRun": async () => {
      const review = actions.seeingReview();
      await chooseRun(review);
      await desk.refold(review);
    },
    "valuemark.compareRuns": async () => compareRuns(actions.seeingReview(), await host.taxonomy(), pages),
    "valuemark.importLabels": async () => {
      const opened = file();
      const sets = await host.setsOf(opened);
      if (!sets) throw new UserError("This file is not on a disk. Set valuemark.storageFolder first.");
      const { importLabels } = await import("../import/import-service.ts");
      const runs = await importLabels({ file: opened, sets, taxonomy: await host.taxonomy(), pages });
      await desk.reloadSets(opened);
      const labels = runs
        .flatMap(({ results }) => results)
        .reduce((sum, { suggestions }) => sum + suggestions.length, 0);
      say(
        `${labels} labels in ${runs.length === 1 ? "1 run" : `${runs.length} runs, one per annotator`}. “Choose Run on Show…” tells which is seen.`,
      );
    },
  };
}

function conversations(count: number): string {
  return count === 1 ? "1 conversation" : `${count.toLocaleString("en")} conversations`;
}
