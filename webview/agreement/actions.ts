/** What the page's parts may ask for. */
import type { AgreementIntent } from "../../src/protocol/agreement.ts";
import type { ExportPort } from "../plots/exporting.ts";
import type { Kept } from "./kept.ts";

export interface Actions extends ExportPort {
  readonly ask: (intent: AgreementIntent) => void;
  readonly keep: (change: Partial<Kept>) => void;
}
