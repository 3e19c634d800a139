// See package.json. The status bar item is what the tests read: the start count kept as a secret, the trust, and how long
// the extension host, which all extensions share, was not to be had.
const vscode = require("vscode");

exports.activate = async (context) => {
  const starts = Number((await context.secrets.get("starts")) ?? 0) + 1;
  await context.secrets.store("starts", String(starts));
  const item = vscode.window.createStatusBarItem("probe", vscode.StatusBarAlignment.Left);
  item.name = "Probe";
  item.text = `probe started ${starts} trusted ${vscode.workspace.isTrusted} pid ${process.pid}`;
  item.show();
  context.subscriptions.push(
    item,
    vscode.commands.registerCommand("probe.panel", openPanel),
    vscode.commands.registerCommand("probe.stalls", () => {
      item.text = stopStalls ? stopStalls() : "probe watches";
      stopStalls = item.text === "probe watches" ? watchStalls() : undefined;
    }),
    vscode.commands.registerCommand("probe.ask", async () => {
      const answer = await vscode.window.showQuickPick(["one", "two", "three"]);
      item.text = `probe answered ${answer}`;
    }),
  );
};

let stopStalls;

// A timer that is due every ms: how late it comes is how long the event loop was held, in ms.
function watchStalls() {
  const late = [];
  let due = performance.now() + 1;
  const timer = setInterval(() => {
    const now = performance.now();
    late.push(now - due);
    due = now + 1;
  }, 1);
  return () => {
    clearInterval(timer);
    late.sort((a, b) => a - b);
    const at = (part) => late[Math.min(late.length - 1, Math.floor(part * late.length))]?.toFixed(1);
    return `probe stalls p50 ${at(0.5)} p99 ${at(0.99)} max ${at(1)} ms of ${late.length}`;
  };
}

// The style attribute is blocked by the panel's own policy, and the image has no text: both must be found.
function openPanel() {
  const panel = vscode.window.createWebviewPanel("probe", "Probe", vscode.ViewColumn.One, {
    enableScripts: true,
  });
  panel.webview.html = `<!doctype html><html lang="en"><head><title>Probe</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'"></head>
<body><main><h1 id="probe">Probe</h1><img src="none.png" style="color: red"></main></body></html>`;
}
