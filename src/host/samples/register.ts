import * as vscode from "vscode";
import { Disposables } from "../disposables.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import type { SampleCommands } from "./commands.ts";
import type { SamplePorts, SampleSource } from "./ports.ts";
import { QueueView } from "./queue-view.ts";
import { SampleSession } from "./session.ts";
import { SampleStatusBar } from "./status-bar.ts";

export interface SampleParts {
  readonly ports: SamplePorts;
  /** Remembers which sample is in use, in this workspace. */
  readonly memory: vscode.Memento;
  readonly extensionUri: vscode.Uri;
}

type Handler = (...args: readonly unknown[]) => Promise<void>;

export const SAMPLE_COMMANDS = [
  "valuemark.drawSample",
  "valuemark.useSample",
  "valuemark.leaveSample",
  "valuemark.redrawSample",
  "valuemark.nextInQueue",
  "valuemark.queueOpenFirst",
  "valuemark.queueInOrder",
] as const;

export interface Samples extends vscode.Disposable {
  readonly handlers: { readonly [K in (typeof SAMPLE_COMMANDS)[number]]: Handler };
  readonly session: SampleSession;
  /** For the corpus editor. All reject with `UserError` or `Cancelled`. */
  draw(source: SampleSource): Promise<string>;
  use(file: OpenedFile, name: string | undefined): Promise<void>;
}

/** Samples' surfaces: the dialogue, the queue, the status bar. */
export function registerSamples({ ports, memory, extensionUri }: SampleParts): Samples {
  const parts = new Disposables();
  const session = parts.add(new SampleSession(ports, memory));
  const view = parts.add(new QueueView(session, ports, memory));
  parts.add(new SampleStatusBar(session));
  const worker = vscode.Uri.joinPath(extensionUri, "dist", "workers", "host-samples-draw.worker.cjs").fsPath;
  let loaded: Promise<SampleCommands> | undefined;
  // Loaded on first use, to keep activation small.
  const commands = (): Promise<SampleCommands> =>
    (loaded ??= import("./commands.ts").then((module) => new module.SampleCommands(ports, session, worker)));
  const name = (argument: unknown): string | undefined =>
    typeof argument === "string" ? argument : undefined;
  return {
    handlers: {
      "valuemark.drawSample": async () => void (await (await commands()).draw()),
      "valuemark.useSample": async (argument) => (await commands()).use(name(argument)),
      "valuemark.leaveSample": async () => (await commands()).leave(),
      "valuemark.redrawSample": async (argument) => void (await (await commands()).redraw(name(argument))),
      "valuemark.nextInQueue": async () => (await commands()).next(),
      "valuemark.queueOpenFirst": () => view.setOpenFirst(true),
      "valuemark.queueInOrder": () => view.setOpenFirst(false),
    },
    session,
    draw: async (source) => (await commands()).draw(source),
    use: async (file, chosen) => {
      const all = await commands();
      await (chosen === undefined ? all.leave(file) : all.use(chosen, file));
    },
    dispose: () => parts.dispose(),
  };
}
