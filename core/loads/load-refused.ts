import type { LoadRefusal } from './load-codes';

/** The file, or the target, is such that trying again changes nothing. `detail` says what was seen, with the line where there is one. */
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

/** A record that cannot become a row. */
export interface BadRow {
  readonly line: number;
  readonly reason: string;
  /** As it stands in the file. */
  readonly raw: Buffer;
}
