import * as vscode from "vscode";
import { failureAdvice } from "../../core/extraction/failure-advice.ts";
import type { ModelPort } from "../../core/extraction/model-call.ts";
import { Cancelled, UserError } from "../errors.ts";
import { updateSetting } from "../settings.ts";

/** Picks a model from the endpoint's own list and keeps it in the settings. Throws `Cancelled` or `UserError`. */
export async function pickModel(port: Pick<ModelPort, "listModels">, current: string): Promise<string> {
  const models = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: "Asking for the list of models" },
    () => port.listModels(AbortSignal.timeout(30_000)),
  );
  if ("ok" in models)
    throw new UserError(`The list of models could not be read. ${failureAdvice(models.reason)}`);
  const items = models.map((model) => ({
    label: model.name,
    description: model.id === current ? `${model.id} · in use` : model.id,
    id: model.id,
  }));
  const choice = await vscode.window.showQuickPick(items, {
    title: "Model that labels conversations",
    matchOnDescription: true,
  });
  if (!choice) throw new Cancelled();
  await updateSetting("claude.model", choice.id);
  return choice.id;
}
