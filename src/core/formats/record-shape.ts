/** Where a record keeps what an index needs, so that it can be found in the record's bytes without parsing them. */

/**
 * Offered by a format only for records of which `read` makes exactly one conversation each, with one turn for each
 * element of the list of messages. All keys are exact and case-sensitive.
 */
export interface RecordShape {
  /** Keys from the record down to the list of messages: `["conversation"]`, `["body", "messages"]`. */
  readonly messages: readonly string[];
  /** Key of a message's role. */
  readonly role: string;
  /** Key of a message's text: a string, or a list of blocks whose `text` are strings. */
  readonly text: string;
  /** Source roles that are the human's: `["user", "human"]`. */
  readonly userRoles: readonly string[];
  /** Keys of the record that may hold its id, the most preferred first. A string, or a number taken as text. */
  readonly idKeys: readonly string[];
}
