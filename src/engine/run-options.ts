/** What takes time and few need may be left out of the findings. */
export interface RunOptions {
  /** GitHub's hashes. */
  readonly lineHashes?: boolean;
  readonly fingerprints?: boolean;
}
