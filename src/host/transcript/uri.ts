import * as vscode from "vscode";
import { TRANSCRIPT_SCHEME } from "../ids.ts";

/** One conversation of one source file. */
export interface TranscriptAddress {
  readonly source: vscode.Uri;
  /** 0-based index among the file's conversations. */
  readonly index: number;
}

const SUFFIX = ".valuemark-transcript";

/**
 * The transcript document's URI. The source's whole URI is in the authority, hex-encoded (authorities are
 * case-insensitive), so that nothing of a conversation (an id, a title) is ever part of a path; the visible path
 * is the file's name and the conversation's number. The manifest makes the tab's label of these two.
 */
export function transcriptUri(address: TranscriptAddress): vscode.Uri {
  const { source, index } = address;
  const name = source.path.slice(source.path.lastIndexOf("/") + 1);
  return vscode.Uri.from({
    scheme: TRANSCRIPT_SCHEME,
    authority: toHex(source.toString()),
    path: `/${name}/${index + 1}${SUFFIX}`,
  });
}

/** Inverse of `transcriptUri`; undefined for any other URI. */
export function parseTranscriptUri(uri: vscode.Uri): TranscriptAddress | undefined {
  if (uri.scheme !== TRANSCRIPT_SCHEME) return undefined;
  const number = /\/(\d{1,9})\.valuemark-transcript$/.exec(uri.path)?.[1];
  const source = fromHex(uri.authority);
  if (number === undefined || source === undefined) return undefined;
  return { source: vscode.Uri.parse(source, true), index: Number(number) - 1 };
}

function toHex(text: string): string {
  return Buffer.from(text, "utf8").toString("hex");
}

function fromHex(hex: string): string | undefined {
  return /^([0-9a-f]{2})+$/.test(hex) ? Buffer.from(hex, "hex").toString("utf8") : undefined;
}
