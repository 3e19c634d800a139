/** Loads an extension from a folder into the web workbench, and makes its secret storage survive a reload. */

/**
 * Puts `developmentOptions` into the workbench's configuration before its script reads it. The page itself is not
 * rewritten: that would close the workbench's WebSockets.
 * @param {import("@playwright/test").BrowserContext} context
 * @param {{authority: string, extensions: readonly string[], tests?: string}} options absolute paths on the server
 */
export async function injectDevelopmentExtensions(context, options) {
  /** @param {string} path */
  const remote = (path) => ({ $mid: 1, scheme: "vscode-remote", authority: options.authority, path });
  const development = {
    extensions: options.extensions.map(remote),
    ...(options.tests === undefined ? {} : { extensionTestsPath: remote(options.tests) }),
  };
  await context.addInitScript((added) => {
    const inject = () => {
      const element = document.getElementById("vscode-workbench-web-configuration");
      const json = element?.dataset["settings"];
      if (!element || json === undefined) return;
      const configuration = JSON.parse(json);
      configuration.developmentOptions = { ...configuration.developmentOptions, ...added };
      element.dataset["settings"] = JSON.stringify(configuration);
    };
    document.addEventListener("readystatechange", inject, { once: true });
  }, development);
  // The server mints the key that seals the browser's secret storage; a constant one keeps secrets over a reload.
  await context.route(
    (url) => url.pathname.endsWith("/mint-key"),
    (route) =>
      route.fulfill({ status: 200, contentType: "application/octet-stream", body: Buffer.alloc(32, 7) }),
  );
}
