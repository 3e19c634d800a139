/** What the commands of samples do. */
import { readFile, stat } from "node:fs/promises";
import * as vscode from "vscode";
import { hashConversation } from "../../core/conversation/hash.ts";
import { planOf, compareSamples } from "../../core/sampling/redraw.ts";
import type { Redraw } from "../../core/sampling/redraw.ts";
import type { Sample } from "../../core/sampling/sample.ts";
import { parseTraps } from "../../core/sampling/traps.ts";
import { Cancelled, UserError } from "../errors.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import { showError, showWarning, withoutIcons } from "../plain.ts";
import { idsIn } from "./draft.ts";
import { drawPlan } from "./draw.ts";
import { drawByDialogue } from "./draw-dialogue.ts";
import type { DrawTools } from "./draw.ts";
import { drawOff } from "./drawer.ts";
import type { SamplePorts, SampleSource } from "./ports.ts";
import type { SampleSession } from "./session.ts";
import { designText, progressText } from "./texts.ts";
import { vscodeAsker } from "./vscode-asker.ts";

const MAX_LIST_BYTES = 64 << 20;
const MAX_TOLD = 1_000;

export class SampleCommands {
  constructor(
    private readonly ports: SamplePorts,
    private readonly session: SampleSession,
    /** Absolute path of the bundled worker that draws. */
    private readonly workerFile: string,
  ) {}

  /** Draws a sample by a dialogue; its name, when it was written. Throws `Cancelled`, `UserError`. */
  async draw(given?: SampleSource): Promise<string> {
    const source = given ?? (await this.ports.sourceOf(this.file()));
    const { file } = source;
    const made = await drawByDialogue(source, {
      ports: this.ports,
      asker: vscodeAsker,
      now: new Date(),
      random: Math.random,
      drawOff: (job, stop) => drawOff(job, this.workerFile, stop),
      working: (title, work) => working(title, work),
      readIds: () => chooseFile("Ids, one a line or a JSON list", ["txt", "json", "csv"], idsOrWhy),
      readTraps: () =>
        chooseFile("Traps", ["json"], (text) => {
          const parsed = parseTraps(text);
          return parsed.ok ? parsed.traps : `The list of traps can't be used: ${parsed.reason}.`;
        }),
    });
    if (made.begin) {
      await this.session.use(file, made.name);
      await this.next(file);
    } else void vscode.window.showInformationMessage(`The sample “${made.name}” is drawn.`);
    return made.name;
  }

  /** Goes on with a sample, which is asked for unless it is named. */
  async use(name?: string, given?: OpenedFile): Promise<void> {
    const file = given ?? this.file();
    const chosen = name ?? (await this.pick(file, "Use which sample?")).name;
    await this.session.use(file, chosen);
    await vscode.commands.executeCommand("valuemark.queue.focus", { preserveFocus: true });
  }

  async leave(given?: OpenedFile): Promise<void> {
    await this.session.use(given ?? this.file(), undefined);
  }

  /** Opens the next open item of the sample in use. */
  async next(given?: OpenedFile): Promise<void> {
    const file = given ?? this.session.active?.file ?? this.file();
    await this.session.settled();
    const queue = this.session.active?.queue;
    if (!queue)
      throw new UserError("No sample is in use. “Valuemark: Use Sample…” or “Draw Sample…” begins one.");
    const place = await this.session.nextAfter(file, this.idInQueue(file));
    if (place === undefined || place === "finished") {
      void vscode.window.showInformationMessage(
        `“${queue.sample.name}”: ${progressText(queue, this.session.pace())}`,
      );
      return;
    }
    await this.ports.show(file, place, { preserveFocus: false });
    const conversation = await file.conversation(place);
    const item = queue.get(conversation.id);
    if (item && item.conversation.hash !== hashConversation(conversation))
      void showWarning(
        "The text of this conversation has changed since the sample was drawn. What you judge now is about the new text, and the item stays open.",
      );
  }

  /** Draws a sample anew and tells whether the same conversations come out. */
  async redraw(name?: string): Promise<Redraw> {
    const file = this.file();
    const store = await this.ports.storeOf(file);
    const sample =
      (name === undefined ? this.session.active?.sample : await store?.get(name)) ??
      (await this.pick(file, "Draw which sample again?"));
    const source = await this.ports.sourceOf(file);
    const redraw = await working(`Drawing “${sample.name}” again`, async (signal, progress) => {
      const off: DrawTools["drawOff"] = (job, stop) => drawOff(job, this.workerFile, stop);
      const tools = { ports: this.ports, drawOff: off, signal, progress };
      return compareSamples(sample, await drawPlan(source, planOf(sample), tools));
    });
    await this.tell(sample, redraw);
    return redraw;
  }

  /** A conversation that isn't in the queue doesn't say where to go on. */
  private idInQueue(file: OpenedFile): string | undefined {
    const id = this.ports.currentConversation(file)?.id;
    return id !== undefined && this.session.active?.queue?.get(id) ? id : undefined;
  }

  private async tell(sample: Sample, redraw: Redraw): Promise<void> {
    const { log } = this.ports;
    for (const note of redraw.notes) log.info(`“${sample.name}” drawn again: ${note}`);
    if (redraw.same) {
      void vscode.window.showInformationMessage(
        `“${sample.name}”: the same ${sample.items.length} items come out again, in the same order, with the same weights and raters.`,
      );
      return;
    }
    for (const reason of redraw.reasons) log.warn(`“${sample.name}” drawn again: ${reason}`);
    for (const [what, ids] of [
      ["does not come out", redraw.missing],
      ["comes out and is not in it", redraw.extra],
      ["has another text", redraw.changed],
    ] as const)
      for (const id of ids.slice(0, MAX_TOLD)) log.warn(`“${sample.name}”: ${JSON.stringify(id)} ${what}`);
    const choice = await showWarning(
      `“${sample.name}” can't be drawn again as it is. ${redraw.reasons.join(" ")}`,
      "Show Log",
    );
    if (choice !== undefined) log.show();
  }

  private async pick(file: OpenedFile, title: string): Promise<Sample> {
    const listing = await (await this.ports.storeOf(file))?.list();
    const samples = listing?.samples ?? [];
    const [problem] = listing?.problems ?? [];
    if (samples.length === 0)
      throw new UserError(
        problem
          ? `The sample file ${problem.file} can't be used: ${problem.reason}.`
          : "This corpus has no samples yet. “Valuemark: Draw Sample…” makes one.",
      );
    const rater = this.ports.rater();
    const chosen = await vscode.window.showQuickPick(
      samples.map((sample) => ({
        label: withoutIcons(sample.name),
        description: `${sample.items.length.toLocaleString("en")} items, ${withoutIcons(designText(sample.design))}`,
        detail: withoutIcons(
          `${sample.blind ? "Blind" : "Assisted"} · ${sample.raters.join(", ")}${
            rater === undefined || sample.raters.includes(rater) ? "" : ` · not ${rater}`
          }`,
        ),
        sample,
      })),
      { title, matchOnDescription: true },
    );
    if (!chosen) throw new Cancelled();
    return chosen.sample;
  }

  private file(): OpenedFile {
    const file = this.ports.currentFile() ?? this.session.active?.file;
    if (!file) throw new UserError("Open a file of conversations first.");
    return file;
  }
}

function idsOrWhy(text: string): readonly string[] | string {
  const ids = idsIn(text);
  return ids.length === 0 ? "There are no ids in this file." : ids;
}

/** undefined when the user chooses none, or one that can't be used, which they are told. */
async function chooseFile<T extends object>(
  title: string,
  extensions: readonly string[],
  read: (text: string) => T | string,
): Promise<T | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title,
      filters: { [title]: [...extensions], "All files": ["*"] },
    })) ?? [];
  if (!uri) return undefined;
  const found =
    (await stat(uri.fsPath)).size > MAX_LIST_BYTES
      ? "The file is larger than 64 MiB."
      : read(await readFile(uri.fsPath, "utf8"));
  if (typeof found !== "string") return found;
  await showError(found);
  return undefined;
}

async function working<T>(
  title: string,
  work: (signal: AbortSignal, progress: (what: string, done: number, of: number) => void) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort(new Cancelled()));
    let reached = 0;
    return work(controller.signal, (what, done, of) => {
      const share = of > 1 ? (100 * done) / of : 0;
      progress.report({ message: what, increment: Math.max(0, share - reached) });
      reached = Math.max(reached, share);
    });
  });
}
