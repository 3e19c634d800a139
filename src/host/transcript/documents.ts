import * as vscode from "vscode";
import { renderTranscript, type Transcript } from "../../core/conversation/render.ts";
import type { Conversation } from "../../core/conversation/model.ts";
import type { Library } from "../library/library.ts";
import type { OpenedFile } from "../library/opened-file.ts";
import { UserError } from "../errors.ts";
import { TRANSCRIPT_SCHEME } from "../ids.ts";
import { parseTranscriptUri, transcriptUri } from "./uri.ts";

/** One rendered conversation. */
export interface TranscriptPage {
  readonly uri: vscode.Uri;
  readonly file: OpenedFile;
  readonly index: number;
  readonly conversation: Conversation;
  readonly transcript: Transcript;
}

/** Pages kept at hand; an editor that shows an older one has its text already. */
const KEPT = 32;

/**
 * The read-only file system behind the transcripts' scheme. A file system rather than a content provider: its
 * documents survive a reload of the window, and the editor knows that they are read-only.
 */
export class TranscriptDocuments implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly pages = new Map<string, TranscriptPage>();
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changes.event;
  private readonly registrations: vscode.Disposable;

  constructor(private readonly library: Library) {
    this.registrations = vscode.Disposable.from(
      vscode.workspace.registerFileSystemProvider(TRANSCRIPT_SCHEME, this, {
        isCaseSensitive: true,
        isReadonly: new vscode.MarkdownString(
          "A transcript is read-only. Select words and press `a` to add a value on them.",
        ),
      }),
      library.onDidRead((file) => this.fileWasRead(file)),
      this.changes,
    );
  }

  /** The page of a transcript URI. Throws `UserError` when its file or conversation is not to be had. */
  async page(uri: vscode.Uri): Promise<TranscriptPage> {
    const address = parseTranscriptUri(uri);
    if (!address) throw new UserError("This is not the address of a transcript.");
    const file = await this.library.open(address.source);
    const kept = this.pages.get(uri.toString());
    if (kept?.file === file) return kept;
    const conversation = await file.conversation(address.index);
    const page = {
      uri,
      file,
      index: address.index,
      conversation,
      transcript: renderTranscript(conversation),
    };
    this.pages.delete(uri.toString());
    this.pages.set(uri.toString(), page);
    for (const oldest of this.pages.keys()) {
      if (this.pages.size <= KEPT) break;
      this.pages.delete(oldest);
    }
    return page;
  }

  /** The page, if it is at hand. For providers that must answer at once. */
  peek(uri: vscode.Uri): TranscriptPage | undefined {
    return this.pages.get(uri.toString());
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    try {
      return new TextEncoder().encode((await this.page(uri)).transcript.text);
    } catch (error) {
      if (error instanceof UserError) throw vscode.FileSystemError.Unavailable(error.message);
      throw error;
    }
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const bytes = await this.readFile(uri);
    const { file } = await this.page(uri);
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime: file.mtime,
      size: bytes.byteLength,
      permissions: vscode.FilePermission.Readonly,
    };
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.registrations.dispose();
    this.pages.clear();
  }

  private fileWasRead(file: OpenedFile): void {
    const stale = [...this.pages.values()].filter(
      (page) => page.file !== file && page.file.uri.toString() === file.uri.toString(),
    );
    for (const page of stale) this.pages.delete(page.uri.toString());
    this.changes.fire(
      stale.map((page) => ({
        type: vscode.FileChangeType.Changed,
        uri: transcriptUri({ source: file.uri, index: page.index }),
      })),
    );
  }
}
