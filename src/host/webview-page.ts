import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/**
 * Fills a webview with the page of a bundle: dist/webview/<name>.js and .css. No inline script or style, nothing but
 * these two files, no network.
 */
export function fillWebview(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  name: string,
  title: string,
): void {
  const assets = vscode.Uri.joinPath(extensionUri, "dist", "webview");
  webview.options = { enableScripts: true, enableCommandUris: false, localResourceRoots: [assets] };
  const nonce = randomBytes(18).toString("base64");
  const url = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(assets, file)).toString();
  const csp = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    // The toolkit puts one empty style element into the page when it loads, and asks for the nonce to do so.
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource}`,
  ].join("; ");
  webview.html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${url(`${name}.css`)}">
<title>${title}</title>
</head>
<body><div id="root"></div><script nonce="${nonce}" src="${url(`${name}.js`)}"></script></body>
</html>`;
}

/** A tab's icon is an image, in which `currentColor` is black. */
export function tabIcon(extensionUri: vscode.Uri): { readonly light: vscode.Uri; readonly dark: vscode.Uri } {
  const icon = (file: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, "media", file);
  return { light: icon("valuemark.svg"), dark: icon("valuemark-dark.svg") };
}
