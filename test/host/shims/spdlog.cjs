// Stands in for @vscode/spdlog in the test host: the same calls, lines appended to the file, no rotation.
const fs = require("node:fs");
const path = require("node:path");

const levels = ["trace", "debug", "info", "warn", "error", "critical"];
const off = levels.length;

class Logger {
  #file;
  #level = 0;
  #bare = false;

  constructor(file) {
    this.#file = file;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.closeSync(fs.openSync(file, "a"));
    for (const [rank, name] of levels.entries()) this[name] = (message) => this.#write(rank, name, message);
  }

  #write(rank, name, message) {
    if (rank < this.#level) return;
    const line = this.#bare ? message : `${new Date().toISOString()} [${name}] ${message}\n`;
    try {
      fs.appendFileSync(this.#file, line);
    } catch {
      // A log that cannot be written must not take the host down (the folder is removed at the end of a run).
    }
  }

  setLevel(level) {
    this.#level = Math.min(level, off);
  }

  getLevel() {
    return this.#level;
  }

  setPattern() {}

  clearFormatters() {
    this.#bare = true;
  }

  flush() {}

  drop() {}
}

const create = async (_name, file) => new Logger(file);

exports.version = "shim";
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
