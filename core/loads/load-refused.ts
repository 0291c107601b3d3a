import { cutText, longestText } from '../cut-text';
import type { LoadRefusal } from './load-codes';

/** Error of a file that no retry can load. `details` has the reasons, with the line where there is one. */
export class LoadRefused extends Error {
  override readonly name = 'LoadRefused';
  readonly details: readonly string[];

  constructor(
    readonly code: LoadRefusal,
    details: readonly string[],
    options?: ErrorOptions,
  ) {
    const kept = details.map((detail) => cutText(detail, longestText));
    super(cutText(kept.join('; '), longestText), options);
    this.details = kept;
  }
}

/** Record that cannot become a row. */
export interface BadRow {
  readonly line: number;
  readonly reason: string;
  /** Its bytes in the file. */
  readonly raw: Buffer;
}
