import type { Reason } from '../../application/use-case-error';
import type { Problem } from '../../core/config/reading/problem';
import type { ExitCode } from './exit-codes';

/** Kind of an error that ends a command. Programs read it: a code keeps its meaning. */
export type EndingCode =
  | Reason['kind']
  | 'wrong-use'
  | 'not-found'
  | 'run-failed'
  | 'no-credentials'
  | 'no-region'
  | 'refused-by-aws'
  | 'unreachable'
  | 'unexpected';

/** Error that ends a command: what is wrong, and what to do. */
export interface Ending {
  readonly exitCode: ExitCode;
  readonly code: EndingCode;
  readonly message: string;
  readonly fix?: string | undefined;
  /** Of an invalid configuration. */
  readonly problems?: readonly Problem[];
}

/** Text for people. */
export function endingText({ message, fix }: Pick<Ending, 'message' | 'fix'>): string {
  return fix === undefined ? message : `${message}: ${fix}`;
}
