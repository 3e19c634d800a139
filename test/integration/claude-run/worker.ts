/** One sitting in a process of its own, to be killed. Prints the end as JSON. */
import { sit, type Sitting } from "./world.ts";

const sitting: Sitting = JSON.parse(process.argv[2] ?? "{}");
const end = await sit(sitting, new AbortController().signal);
console.log(
  JSON.stringify({
    reason: end.reason,
    message: end.message,
    left: end.left,
    done: end.progress.done,
    failed: end.progress.failed,
  }),
);
