import * as vscode from "vscode";
import { createFinder, type Finder } from "../../core/taxonomy/find.ts";
import type { Taxonomy, TaxonomySource } from "../../core/taxonomy/taxonomy.ts";
import { createTaxonomy } from "../../core/taxonomy/create.ts";
import type { ParsedTaxonomy } from "../../core/taxonomy/parse-json.ts";
import { describeProblem } from "../../core/taxonomy/problem.ts";
import { messageOf } from "../errors.ts";
import { showError } from "../plain.ts";
import { onSettings, setting } from "../settings.ts";

const MAX_BYTES = 50 * 2 ** 20;
const MAX_LOGGED = 50;

/** Until the taxonomy is read: no node, so every value shows as unmapped. */
const NONE = createTaxonomy({ id: "none", title: "", version: "", licence: "", attribution: "" }, []);

/**
 * The taxonomy in use: the built-in one, or that of the setting `taxonomyFile`. Data and parsers are bundles of their
 * own, read when first needed; the finder is made when first asked for.
 */
export class Taxonomies implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly listening: vscode.Disposable;
  private used: Taxonomy | undefined;
  private search: Finder | undefined;
  /** Resolves when the taxonomy is read. */
  ready: Promise<void>;

  constructor(private readonly log: vscode.LogOutputChannel) {
    this.listening = onSettings(["taxonomyFile"], () => {
      this.ready = this.load();
    });
    this.ready = this.load();
  }

  get current(): Taxonomy {
    return this.used ?? NONE;
  }

  get finder(): Finder {
    return (this.search ??= createFinder(this.current));
  }

  /** Reads the setting's file, if it names one. A file that can't be used leaves the built-in taxonomy in place, and says so. */
  private async load(): Promise<void> {
    const path = setting("taxonomyFile").trim();
    const wanted = path === "" ? await builtIn() : await this.read(path);
    if (wanted === this.used) return;
    this.used = wanted;
    this.search = undefined;
    this.changed.fire();
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
  }

  private async read(path: string): Promise<Taxonomy> {
    try {
      const uri = vscode.Uri.file(path);
      const stat = await vscode.workspace.fs.stat(uri);
      if (stat.size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES / 2 ** 20} MiB`);
      const text = new TextDecoder("utf-8").decode(await vscode.workspace.fs.readFile(uri));
      const parsed = await parse(path, text);
      for (const problem of parsed.problems.slice(0, MAX_LOGGED)) {
        this.log.warn(`taxonomy file: ${describeProblem(problem)}`);
      }
      const [first] = parsed.problems;
      if (parsed.nodes.length === 0) throw new Error(first ? describeProblem(first) : "it holds no node");
      return createTaxonomy(parsed.source ?? unnamed(uri), parsed.nodes);
    } catch (error) {
      void showError(
        `The taxonomy file of the setting valuemark.taxonomyFile can't be used: ${messageOf(error)}. The built-in taxonomy stays in use.`,
      );
      return builtIn();
    }
  }
}

async function builtIn(): Promise<Taxonomy> {
  return (await import("../../core/taxonomy/valuemark-core.ts")).valuemarkCore();
}

async function parse(path: string, text: string): Promise<ParsedTaxonomy> {
  if (path.toLowerCase().endsWith(".json")) {
    return (await import("../../core/taxonomy/parse-json.ts")).parseTaxonomyJson(text);
  }
  return (await import("../../core/taxonomy/parse-csv.ts")).parseTaxonomyCsv(text);
}

/** A CSV names no source; its nodes' hash tells it apart. */
function unnamed(uri: vscode.Uri): TaxonomySource {
  const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
  return { id: name, title: name, version: "", licence: "as its file's source says", attribution: "" };
}
