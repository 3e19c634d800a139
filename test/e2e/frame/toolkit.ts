/**
 * Violations of the panel's Content Security Policy by `@vscode/webview-ui-toolkit`: its progress ring and panels set a
 * `style` attribute from their templates. Blocked by the policy, without effect on what is seen. The script's name
 * alone can't tell the toolkit from our code, which sets no inline style (a lint rule and the panel's own tests say so).
 */
export const TOOLKIT_VIOLATIONS = /^Applying inline style violates .*\/dist\/webview\/review\.js\)$/;
