import { CODEBOOK_VERSION } from "../../core/extraction/codebook.ts";
import { ensureProject, updateProject } from "../../store/project.ts";

/**
 * Before the first write into a project: its file and git's attributes. What is written is the same for every rater,
 * so that two clones that both begin a project merge without conflict; who the raters are, the judgement files tell.
 */
export async function prepareProject(folder: string): Promise<void> {
  const project = await ensureProject(folder);
  if (project.codebook === undefined) await updateProject(folder, { codebook: CODEBOOK_VERSION });
}
