/**
 * The page that stands in for VS Code's webview: same CSP, same theme variables, a recording `acquireVsCodeApi`. A
 * test that puts a function into `window.standIn` gets each message and answers it itself.
 */
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import path from "node:path";
import themes from "./themes.json" with { type: "json" };

export const THEMES = ["dark", "light", "hc", "hclight"] as const;
export type Theme = (typeof THEMES)[number];

const BODY_CLASS: Readonly<Record<Theme, string>> = {
  dark: "vscode-dark",
  light: "vscode-light",
  hc: "vscode-high-contrast",
  hclight: "vscode-high-contrast-light vscode-high-contrast",
};

const repoRoot = path.resolve(import.meta.dirname, "../..");
const NONCE = "test0nonce";

/** Runs before the panel: what VS Code puts into a webview, and what the tests want to know. */
const BEFORE = `
  window.posted = []; window.forwarded = []; window.violations = []; window.host = { reply: true, error: undefined };
  document.addEventListener("securitypolicyviolation", (e) =>
    violations.push(e.violatedDirective + " " + e.blockedURI + " " + (e.sourceFile || "") + ":" + e.lineNumber));
  window.addEventListener("keydown", (e) => forwarded.push(e.key));
  window.acquireVsCodeApi = () => ({
    postMessage: (m) => {
      posted.push(structuredClone(m));
      if (window.standIn !== undefined) standIn(structuredClone(m));
      else if (m.type === "intent" && host.reply)
        setTimeout(() => window.postMessage({ type: "reply", intent: m.intent, ...(host.error ? { error: host.error } : {}) }), 0);
    },
    getState: () => JSON.parse(sessionStorage.getItem("kept") ?? "null") ?? undefined,
    setState: (s) => sessionStorage.setItem("kept", JSON.stringify(s)),
  });
`;

/** The webviews' folders. */
const WEBVIEWS = ["review", "corpus", "agreement", "adjudication"] as const;
export type Webview = (typeof WEBVIEWS)[number];

function html(webview: Webview, theme: Theme): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta property="csp-nonce" content="${NONCE}"><title>${webview}</title>
<link rel="stylesheet" href="/theme/${theme}.css"><link rel="stylesheet" href="/dist/${webview}.css"></head>
<body class="${BODY_CLASS[theme]}"><div id="root"></div>
<script nonce="${NONCE}">${BEFORE}</script><script nonce="${NONCE}" src="/dist/${webview}.js"></script></body></html>`;
}

/** VS Code sets these on the root element; `@layer` is where its own defaults live. */
function themeCss(theme: Theme): string {
  const variables = Object.entries(themes[theme]).map(([name, value]) => `${name}: ${value};`);
  return `:root { ${variables.join(" ")} --vscode-font-family: "Open Sans", "DejaVu Sans", sans-serif; --vscode-font-size: 13px; --vscode-font-weight: normal; }
@layer vscode-default { body { padding: 0 20px; color: var(--vscode-editor-foreground); }
  kbd { background-color: var(--vscode-keybindingLabel-background); vertical-align: middle; padding: 1px 3px; box-shadow: inset 0 -1px 0 var(--vscode-widget-shadow); } }
html { background: var(--vscode-sideBar-background); }`;
}

function isTheme(name: string): name is Theme {
  return (THEMES as readonly string[]).includes(name);
}

export interface PageServer {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** Serves on loopback, port chosen by the system. */
export async function servePage(webview: Webview = "review"): Promise<PageServer> {
  // Read once: a build that runs meanwhile empties dist/ for a moment. Fails here if nothing was built.
  const dist = new Map<string, Buffer>();
  for (const file of [`${webview}.js`, `${webview}.css`]) {
    dist.set(file, await readFile(path.join(repoRoot, "dist/webview", file)));
  }
  const server = createServer((request, response) => {
    const { pathname, searchParams, host } = new URL(
      request.url ?? "/",
      `http://${request.headers.host ?? ""}`,
    );
    const strict = searchParams.get("csp") === "strict";
    const send = (type: string, body: string | Buffer): void => {
      const source = `http://${host}`;
      response.setHeader("content-type", type);
      response.setHeader(
        "content-security-policy",
        `default-src 'none'; script-src 'nonce-${NONCE}'; style-src ${source}${strict ? "" : ` 'nonce-${NONCE}'`}; font-src ${source}; img-src ${source}`,
      );
      response.end(body);
    };
    const theme = /^\/theme\/(\w+)\.css$/.exec(pathname)?.[1] ?? "";
    const file = /^\/dist\/(\w+\.(?:js|css))$/.exec(pathname)?.[1];
    const asked = searchParams.get("theme") ?? "dark";
    if (pathname === "/" && isTheme(asked)) send("text/html", html(webview, asked));
    else if (isTheme(theme)) send("text/css", themeCss(theme));
    else if (file !== undefined && dist.has(file))
      send(file.endsWith(".js") ? "text/javascript" : "text/css", dist.get(file) ?? "");
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
