// Stands in for @vscode/native-watchdog in the test host: the guard process ends the server's group instead.
exports.start = () => {};
exports.exit = (code) => process.exit(code ?? 0);
