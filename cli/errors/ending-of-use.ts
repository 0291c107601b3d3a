import type { CommanderError } from 'commander';
import type { Ending } from './ending-shape';
import { exitCodes } from './exit-codes';

/** Ending of a command line that commander refuses, such as one with an unknown option. */
export function endingOfUse({ message }: CommanderError): Ending {
  const [wrong = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const suggestion = rest.join(' ').replace(/^\((.*)\)$/, '$1');
  return {
    exitCode: exitCodes.wrongUse,
    code: 'wrong-use',
    message: wrong,
    fix: suggestion === '' ? '--help shows the arguments and options' : suggestion,
  };
}
