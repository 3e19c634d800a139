import * as vscode from "vscode";
import { Cancelled } from "../errors.ts";

const SECRET = "valuemark.anthropicKey";
const VARIABLE = "ANTHROPIC_API_KEY";

export interface FoundKey {
  readonly key: string;
  /** Said to the user wherever the key is used. */
  readonly from: "the key store" | "the environment variable ANTHROPIC_API_KEY";
}

/** The API key: in VS Code's secret storage, else in the environment. Never in a setting, a log, a file or a message. */
export class KeyStore {
  constructor(private readonly secrets: vscode.SecretStorage) {}

  async find(): Promise<FoundKey | undefined> {
    const stored = (await this.secrets.get(SECRET))?.trim();
    if (stored) return { key: stored, from: "the key store" };
    const fromEnvironment = process.env[VARIABLE]?.trim();
    return fromEnvironment
      ? { key: fromEnvironment, from: `the environment variable ${VARIABLE}` }
      : undefined;
  }

  /** Asks for the key and stores it. Throws `Cancelled`. */
  async ask(): Promise<FoundKey> {
    const key = await vscode.window.showInputBox({
      title: "Anthropic API key",
      prompt: "Kept in VS Code's secret storage on this machine. It is sent to the configured endpoint only.",
      password: true,
      ignoreFocusOut: true,
      validateInput: (value) =>
        /^[\x21-\x7e]{8,}$/.test(value.trim()) ? undefined : "This does not look like a key.",
    });
    if (key === undefined) throw new Cancelled();
    await this.secrets.store(SECRET, key.trim());
    return { key: key.trim(), from: "the key store" };
  }

  async remove(): Promise<void> {
    await this.secrets.delete(SECRET);
  }
}
