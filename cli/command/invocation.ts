import type { ExitCode } from '../errors/exit-codes';
import { documentText, type JsonDocument, type PagedDocument } from '../json/document';
import type { GlobalOptions } from '../options/global-options';
import type { Shell } from '../shell';

/** Terminal and global options of the command that runs. */
export interface Invocation {
  readonly shell: Shell;
  readonly options: GlobalOptions;
}

/** Runs a command with its parsed arguments and options. Resolves with the exit code; undefined means done. */
export type Action<Input> = (input: Input, invocation: Invocation) => Promise<ExitCode | undefined>;

/** Prints the JSON document for programs, or the view for people. */
export function present<T>(
  { shell, options }: Invocation,
  document: JsonDocument<T>,
  result: T,
  view: (result: T) => string,
): void {
  shell.print(options.json ? documentText(document, result) : view(result));
}

/** As `present`, with the address of the page about the result. Undefined: there is none. */
export function presentPage<T>(
  { shell, options }: Invocation,
  document: PagedDocument<T>,
  result: T,
  view: (result: T) => string,
  page: string | undefined,
): void {
  const text = page === undefined ? view(result) : `${view(result)}\npage: ${page}`;
  shell.print(options.json ? documentText(document, result, { page }) : text);
}
