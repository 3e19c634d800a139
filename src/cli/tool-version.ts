/** This program's version, for the records of what it makes. */
import { version } from "../../package.json";

export const TOOL_VERSION: string = version;
