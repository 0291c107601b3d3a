import { UseCaseError } from '../../application/use-case-error';
import type { Ending, EndingCode } from './ending-shape';
import { CommandError, type ExitCode, exitCodes } from './exit-codes';
import { reasonText } from './reason-text';
import { unexpectedErrorText } from './unexpected-error-text';

/** Returns how a command ends that threw an error. */
export function endingOf(error: unknown, env: Readonly<Record<string, string | undefined>>): Ending {
  if (error instanceof CommandError) {
    const { exitCode, problem, fix } = error;
    return { exitCode, code: codes[exitCode], message: problem, fix };
  }
  if (error instanceof UseCaseError) {
    const { reason } = error;
    const [exitCode, message, fix] = reasonText(reason, env);
    const ending = { exitCode, code: reason.kind, message, fix };
    return reason.kind === 'invalid-configuration' ? { ...ending, problems: reason.problems } : ending;
  }
  return { exitCode: exitCodes.wrongUse, ...unexpectedErrorText(error, env) };
}

const codes: Readonly<Record<ExitCode, EndingCode>> = {
  [exitCodes.done]: 'unexpected',
  [exitCodes.wrongUse]: 'wrong-use',
  [exitCodes.runFailed]: 'run-failed',
  [exitCodes.notFound]: 'not-found',
};
