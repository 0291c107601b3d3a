import type { ErrorText } from '../../../console/server/ports';
import { endingOf } from '../../errors/ending';
import { exitCodes } from '../../errors/exit-codes';

/** Error in the words of the command line, for the pages. */
export function asText(error: unknown, env: Readonly<Record<string, string | undefined>>): ErrorText {
  const { code, exitCode, message, fix } = endingOf(error, env);
  return { code, message, ...(fix === undefined ? {} : { fix }), status: statusOf(code, exitCode) };
}

function statusOf(code: string, exitCode: number): ErrorText['status'] {
  if (code === 'refused-by-aws' || code === 'no-credentials') return 403;
  if (code === 'unreachable') return 502;
  if (code === 'unexpected') return 500;
  return exitCode === exitCodes.notFound ? 404 : 409;
}
