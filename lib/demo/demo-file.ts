export type DemoFile = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Slug of the rig a log belongs to. */
  readonly rig?: string;
  /** Account to give on import where the file names none. */
  readonly account?: string;
};
