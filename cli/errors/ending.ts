import { UseCaseError } from '../../application/use-case-error';
import { CommandError, exitCodes } from './exit-codes';
import { reasonText } from './reason-text';
import { unexpectedErrorText } from './unexpected-error-text';

/** Returns the exit code and message of a command that ended with an error. */
export function endingOf(
  error: unknown,
  env: Readonly<Record<string, string | undefined>>,
): Pick<CommandError, 'exitCode' | 'message'> {
  if (error instanceof CommandError) return error;
  if (error instanceof UseCaseError) {
    const [exitCode, message] = reasonText(error.reason, env);
    return { exitCode, message };
  }
  return { exitCode: exitCodes.wrongUse, message: unexpectedErrorText(error, env) };
}
