import * as vscode from "vscode";
import { Cancelled } from "../errors.ts";
import { setting, updateSetting } from "../settings.ts";

const MAX_NAME = 80;

/** The current rater's name, or undefined while none is set. */
export function raterName(): string | undefined {
  const name = setting("rater").trim();
  return name === "" ? undefined : name;
}

/** Why a name can't be used, in words; undefined when it can. */
export function raterProblem(name: string): string | undefined {
  const trimmed = name.trim();
  if (trimmed === "") return "A name is needed.";
  if (trimmed.length > MAX_NAME) return `At most ${MAX_NAME} characters.`;
  return /[\p{Cc}\p{Cf}]/u.test(trimmed) ? "A name can't hold control characters." : undefined;
}

/** Asks for the rater's name and keeps it in the user's settings. Throws `Cancelled`. */
export async function askRater(why: string): Promise<string> {
  const name = await vscode.window.showInputBox({
    title: "Rater name",
    prompt: why,
    value: raterName() ?? "",
    ignoreFocusOut: true,
    validateInput: (value) => raterProblem(value),
  });
  if (name === undefined) throw new Cancelled();
  await updateSetting("rater", name.trim());
  return name.trim();
}
