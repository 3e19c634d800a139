/** What each command does. */
import * as vscode from "vscode";
import type { SingleKind } from "../core/extraction/annotation.ts";
import { RESPONSE_TYPE_ENTRIES, SUBJECTIVITY_ENTRIES } from "../core/extraction/codebook.ts";
import type { adjudicationHandlers } from "./adjudication/commands.ts";
import type { claudeHandlers } from "./claude/handlers.ts";
import type { CommandHandlers } from "./commands.ts";
import { fileFor, openFile, pickFormat } from "./conversations/open.ts";
import { showTable } from "./corpus/corpus-editor.ts";
import { corpusFor } from "./corpus/pick-corpus.ts";
import { pickConversation } from "./conversations/pick.ts";
import { Cancelled, UserError } from "./errors.ts";
import { TRANSCRIPT_SCHEME } from "./ids.ts";
import type { Library } from "./library/library.ts";
import type { ReviewActions } from "./review/actions.ts";
import type { Desk, RecordOf } from "./review/desk.ts";
import type { ReviewPanel } from "./review/panel.ts";
import { askRater } from "./review/rater.ts";
import { editorOf, revealSpan } from "./review/selection.ts";
import type { Samples } from "./samples/register.ts";
import { setting, updateSetting } from "./settings.ts";

export interface Parts {
  readonly library: Library;
  readonly desk: Desk;
  readonly actions: ReviewActions;
  readonly panel: ReviewPanel;
  readonly recordOf: RecordOf;
  readonly log: vscode.LogOutputChannel;
  clearCache(): Promise<void>;
  readonly samples: Samples["handlers"];
  readonly figures: ReturnType<typeof adjudicationHandlers> &
    Pick<CommandHandlers, "valuemark.showAgreement">;
  readonly claude: ReturnType<typeof claudeHandlers>;
}

const PLACEMENTS = ["span", "line", "off"] as const;
const MAX_ANSWER = 2_000;

export function handlersOf({
  library,
  desk,
  actions,
  panel,
  recordOf,
  log,
  clearCache,
  samples,
  figures,
  claude,
}: Parts): CommandHandlers {
  /** Keys pressed in the panel leave the keyboard there. */
  const keep = (): boolean => panel.isActive;

  const inTranscript = (): boolean =>
    vscode.window.activeTextEditor?.document.uri.scheme === TRANSCRIPT_SCHEME && !keep();

  const open = async (argument: unknown, as: boolean): Promise<void> => {
    const uri = await fileFor(argument);
    const file = await openFile(library, uri, as ? await pickFormat(uri) : undefined);
    if (as) await desk.reread(file);
    if (file.table) return showTable(uri);
    const last = desk.current?.page.file.uri.toString() === uri.toString() ? desk.current.page.index : 0;
    await desk.show(file, Math.min(last, file.count - 1), { preserveFocus: false });
    if (setting("review.openWithTranscript")) panel.showBesideTranscript();
  };

  const pick = async (argument: unknown): Promise<void> => {
    if (isAddress(argument)) {
      await desk.show(await library.open(argument.source), argument.index, { preserveFocus: false });
      return;
    }
    const { file, index } = actions.currentReview().page;
    const chosen = await pickConversation(file, index, await recordOf(file));
    await desk.show(file, chosen, { preserveFocus: keep() });
  };

  const choose = async (kind: "responseType" | "subjectivity"): Promise<void> => {
    if (keep()) return panel.focus(kind);
    const entries = kind === "responseType" ? RESPONSE_TYPE_ENTRIES : SUBJECTIVITY_ENTRIES;
    const { answer } = actions.currentReview().state.single[kind];
    const items = entries.map((entry, index) => ({
      label: `${index + 1}  ${entry.label}`,
      description: entry.value === answer?.label.value ? "your answer" : "",
      detail: entry.definition,
      value: entry.value,
    }));
    const clear = answer
      ? [{ label: "$(discard) Clear the answer", description: "", detail: "", value: "" }]
      : [];
    const title =
      kind === "responseType"
        ? "How does the assistant answer the human's values?"
        : "Is the request subjective?";
    const chosen = await vscode.window.showQuickPick([...items, ...clear], { title });
    if (!chosen) throw new Cancelled();
    await (chosen.value === "" ? actions.clearAnswer(kind) : actions.answer(kind, chosen.value));
  };

  const write = async (kind: "task" | "note"): Promise<void> => {
    if (keep()) return panel.focus(kind);
    const { state } = actions.currentReview();
    const text = await vscode.window.showInputBox({
      title: kind === "task" ? "Task: what does the human want done?" : "Note on this conversation",
      value: kind === "task" ? (state.single.task.answer?.label.value ?? "") : state.note,
      validateInput: (value) => (value.length > MAX_ANSWER ? `At most ${MAX_ANSWER} characters.` : undefined),
    });
    if (text === undefined) throw new Cancelled();
    if (kind === "note") await actions.note(text);
    else
      await (text.trim() === ""
        ? actions.clearAnswer("task" satisfies SingleKind)
        : actions.answer("task", text));
  };

  const move = (step: 1 | -1): void => {
    const review = actions.currentReview();
    review.move(step);
    const row = review.selectedRow;
    if (row) revealSpan(review, row, 0, false);
    desk.touch(review);
  };

  /** One after the other, in the order of the keys. */
  const queued =
    (action: (...args: readonly unknown[]) => Promise<void>) =>
    (...args: readonly unknown[]): Promise<void> =>
      actions.run(() => action(...args));
  /** The same for judgements: only while the conversation that the key was pressed on is on show. */
  const judging =
    (action: (...args: readonly unknown[]) => Promise<void>) =>
    (...args: readonly unknown[]): Promise<void> =>
      actions.runHere(() => action(...args));

  return {
    "valuemark.open": (argument) => open(argument, false),
    "valuemark.openAs": (argument) => open(argument, true),
    "valuemark.openCorpus": async (argument) => showTable(await corpusFor(argument)),
    "valuemark.showCorpus": () => showTable(actions.currentReview().page.file.uri),
    "valuemark.clearCache": clearCache,
    "valuemark.pickConversation": pick,
    "valuemark.nextConversation": queued(() => actions.go({ step: 1 }, keep())),
    "valuemark.previousConversation": queued(() => actions.go({ step: -1 }, keep())),
    "valuemark.showTranscript": async () => {
      const { file, index } = actions.currentReview().page;
      await desk.show(file, index, { preserveFocus: false });
    },
    "valuemark.showReview": () => panel.focus("row"),
    "valuemark.extractLocal": queued(() => desk.suggest(actions.seeingReview())),
    "valuemark.confirm": judging((row) => actions.judge("confirm", asText(row))),
    "valuemark.correct": judging((row) => actions.correct(asText(row))),
    "valuemark.reject": judging((row) => actions.judge("reject", asText(row))),
    "valuemark.retract": judging((row) => actions.retract(asText(row))),
    "valuemark.addValue": judging(() => actions.add("aiValue")),
    "valuemark.addHumanValue": judging(() => actions.add("humanValue")),
    "valuemark.nextLabel": () => move(1),
    "valuemark.previousLabel": () => move(-1),
    "valuemark.revealEvidence": async () => {
      const review = actions.currentReview();
      const row = review.selectedRow;
      if (!row) throw new UserError("No label is selected.");
      if (!editorOf(review)) await desk.show(review.page.file, review.page.index, { preserveFocus: keep() });
      if (!revealSpan(review, row, 0, true)) {
        void vscode.window.setStatusBarMessage("This label has no evidence in the text.", 3000);
      }
    },
    "valuemark.responseType": judging(() => choose("responseType")),
    "valuemark.subjectivity": judging(() => choose("subjectivity")),
    "valuemark.task": judging(() => write("task")),
    "valuemark.note": judging(() => write("note")),
    "valuemark.flag": judging(() => actions.flag()),
    "valuemark.done": judging(() => actions.finish("done", keep())),
    "valuemark.skip": judging(() => actions.finish("skip", keep())),
    "valuemark.reopen": judging(() => actions.reopen()),
    "valuemark.undo": queued(() => actions.step("undo", keep())),
    "valuemark.redo": queued(() => actions.step("redo", keep())),
    "valuemark.showKeys": () => panel.focus(inTranscript() ? "keysThenTranscript" : "keys"),
    "valuemark.editKeys": () =>
      vscode.commands.executeCommand("workbench.action.openGlobalKeybindings", "valuemark"),
    "valuemark.setRater": () => askRater("Your judgements carry this name and have a file of their own."),
    "valuemark.cycleLabelPlacement": async () => {
      const at = PLACEMENTS.indexOf(setting("labels.placement"));
      await updateSetting("labels.placement", PLACEMENTS[(at + 1) % PLACEMENTS.length] ?? "span");
    },
    "valuemark.showLog": () => log.show(),
    ...claude,
    ...samples,
    ...figures,
  };
}

/** Arguments come from links and keybindings, so anything may be in them. */
function asText(argument: unknown): string | undefined {
  return typeof argument === "string" ? argument : undefined;
}

function isAddress(argument: unknown): argument is { readonly source: vscode.Uri; readonly index: number } {
  return (
    typeof argument === "object" &&
    argument !== null &&
    "source" in argument &&
    argument.source instanceof vscode.Uri &&
    "index" in argument &&
    typeof argument.index === "number"
  );
}
