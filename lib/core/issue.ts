/**
 * A problem in a file, as data. `blocking` stops posting until the file is mended or a person leaves that row out by
 * name; `warning` posts and stays visible; `notice` says what was done.
 */
export type IssueSeverity = "blocking" | "warning" | "notice";

export type Issue = {
  readonly severity: IssueSeverity;
  /** As a spreadsheet counts: the header is row 1. For JSON, the n-th result. Null when it concerns the whole file. */
  readonly row: number | null;
  readonly column: string | null;
  /** Stable, lower-case, hyphenated: `amount-empty`. */
  readonly code: string;
  /** A sentence that says what is wrong and what happens or what to do. */
  readonly message: string;
};
