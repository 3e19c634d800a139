/**
 * All formats: loaded on first use as a bundle of its own, because they are the larger part of what the host would load
 * at activation. Errors of this bundle are told by `name`, not by `instanceof`.
 */
export { openConversations } from "../../core/formats/open-file.ts";
export { listFormats } from "../../core/formats/registry.ts";
