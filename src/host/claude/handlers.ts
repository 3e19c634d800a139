/** The commands of model runs, runs and imports. Thin: what is heavy loads on first use. */
import * as vscode from "vscode";
import type { CommandHandlers } from "../commands.ts";
import { UserError } from "../errors.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import type { ReviewActions } from "../review/actions.ts";
import type { Desk } from "../review/desk.ts";
import { selectedTurns } from "../review/selection.ts";
import type { Pages } from "../runs/pages.ts";
import { chooseRun, compareRuns } from "../runs/run-commands.ts";
import type { ClaudeHost } from "./host.ts";
import type { ClaudeService } from "./claude-service.ts";

export interface ClaudeParts {
  readonly host: ClaudeHost;
  readonly desk: Desk;
  readonly actions: ReviewActions;
  readonly pages: Pages;
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
}: ClaudeParts): Pick<CommandHandlers, `valuemark.${Ids}`> {
  let loaded: Promise<ClaudeService> | undefined;
  const service = (): Promise<ClaudeService> =>
    (loaded ??= import("./claude-service.ts").then(({ ClaudeService: Service }) => new Service(host)));

  const say = (text: string): void => void vscode.window.showInformationMessage(text);
  const file = () => actions.currentReview().page.file;
  const here = () => ({ indexes: [actions.seeingReview().page.index] });

  const allOf = ({ count }: OpenedFile) => Array.from({ length: count }, (_, index) => index);

  return {
    "valuemark.extractClaude": async () => (await service()).label(file(), here()),
    "valuemark.extractClaudeTurns": async () => {
      const turns = selectedTurns(actions.currentReview());
      if (turns.length === 0) throw new UserError("Select words in the turns to label first.");
      await (await service()).label(file(), { ...here(), turns });
    },
    "valuemark.extractClaudeFile": async () => {
      const opened = file();
      await (await service()).label(opened, { indexes: allOf(opened) });
    },
    "valuemark.batchFile": async () => {
      const opened = file();
      await (await service()).labelByBatches(opened, { indexes: allOf(opened) });
    },
    "valuemark.writeRequestFiles": async () => {
      const opened = file();
      await (await service()).writeRequestFiles(opened, { indexes: allOf(opened) });
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
