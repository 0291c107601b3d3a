import { relative } from 'node:path';
import type { PartialMessage } from 'esbuild';

/**
 * Code that a bundling plugin rewrites does not look as the plugin expects, so the plugin would do
 * harm or nothing.
 */
export class UnexpectedShape extends Error {
  override readonly name = 'UnexpectedShape';

  /**
   * @param expected completes "expected ..."; @param fix says what to change, in the imperative.
   */
  constructor(
    readonly expected: string,
    readonly fix: string,
  ) {
    super(`expected ${expected}: ${fix}`);
  }
}

/** Build error that names the file, what was expected there, and what to do. */
export function buildError(file: string, { message }: UnexpectedShape): PartialMessage {
  return { text: message, location: { file: relative(process.cwd(), file) } };
}
