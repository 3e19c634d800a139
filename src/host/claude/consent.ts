import * as vscode from "vscode";
import { Cancelled, UserError } from "../errors.ts";

const CONSENT = "claudeConsent";

interface Given {
  /** The consent is for this receiver; another endpoint is asked for anew. */
  readonly receiver: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** Consent to send conversations out, per workspace and receiver; kept, and revocable. */
export class Consent {
  constructor(private readonly memory: vscode.Memento) {}

  /**
   * Resolves when the user agrees, now or earlier. Throws `UserError` in an untrusted workspace, `Cancelled` when the
   * user does not agree.
   * @param what what leaves the machine, in a sentence
   */
  async require(receiver: string, what: string): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      throw new UserError(
        "This workspace is not trusted: nothing is sent from it. Trust it first (Workspaces: Manage Workspace Trust).",
      );
    }
    if (this.memory.get<Given>(CONSENT)?.receiver === receiver) return;
    const send = "Send";
    const choice = await vscode.window.showWarningMessage(
      `Send conversations of this workspace to ${receiver}?`,
      {
        modal: true,
        detail: `${what} The answer is remembered for this workspace; “Valuemark: Revoke Consent to Send” takes it back.`,
      },
      send,
    );
    if (choice !== send) throw new Cancelled();
    const given: Given = { receiver, at: new Date().toISOString() };
    await this.memory.update(CONSENT, given);
  }

  async revoke(): Promise<boolean> {
    const had = this.memory.get<Given>(CONSENT) !== undefined;
    await this.memory.update(CONSENT, undefined);
    return had;
  }
}
