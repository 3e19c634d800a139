/** Runs the stand-in by hand: `node main.js [port]`, built with esbuild; see docs/standin.md. */
import { STANDIN_KEY, startStandin } from "./server.ts";

const port = Number(process.argv[2] ?? 8787);
const standin = await startStandin({ port });
console.log(`Stand-in for the Messages API (no model behind it): ${standin.url}, key ${STANDIN_KEY}`);
process.once("SIGINT", () => void standin.stop().then(() => process.exit(0)));
