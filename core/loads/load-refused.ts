import type { LoadRefusal } from './load-codes';

/** Error of a file that no retry can load. `details` has the reasons, with the line where there is one. */
export class LoadRefused extends Error {
  override readonly name = 'LoadRefused';

  constructor(
    readonly code: LoadRefusal,
    readonly details: readonly string[],
    options?: ErrorOptions,
  ) {
    super(details.join('; '), options);
  }
}

/** Record that cannot become a row. */
export interface BadRow {
  readonly line: number;
  readonly reason: string;
  /** Its bytes in the file. */
  readonly raw: Buffer;
}
