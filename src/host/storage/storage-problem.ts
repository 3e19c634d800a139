import { errorCode } from "../../store/file-system.ts";
import { UserError } from "../errors.ts";

const ELSEWHERE = "or set valuemark.storageFolder to another folder";

/** A refusal of the file system in words, with what to do; any other error as it is. `folder`: that of the project. */
export function storageProblem(error: unknown, folder: string): unknown {
  switch (errorCode(error)) {
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new UserError(`You may not write to ${folder}. Make it writable, ${ELSEWHERE}.`);
    case "ENOTDIR":
    case "EEXIST":
      return new UserError(`A file stands where the folder ${folder} belongs. Move it away, ${ELSEWHERE}.`);
    case "ENOSPC":
    case "EDQUOT":
      return new UserError(`The disk that holds ${folder} is full. Free some space, ${ELSEWHERE}.`);
    default:
      return error;
  }
}
