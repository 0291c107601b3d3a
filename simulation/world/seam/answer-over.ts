import { type AnswerCustomResource, bodyOfAnswer } from '../../../aws/cloudformation/custom-resource';
import { RunError } from '../../../core/runs/record/run-error';
import type { Caller, Seam } from './seam';

/** Operation of an answer in the log. */
export const putResponse = 'PutCustomResourceResponse';

/** Answers requests of CloudFormation over the seam, with the errors of the adapter. */
export function answerOver(
  seam: Seam,
  caller: Caller,
  put: (responseUrl: string, body: string) => void,
): AnswerCustomResource {
  return async (responseUrl, answer) => {
    const { stackId, status } = answer;
    await seam
      .send(
        caller,
        'cloudformation',
        putResponse,
        { status, stackId },
        {
          perform: () => put(responseUrl, bodyOfAnswer(answer)),
          changed: (given) => given,
        },
      )
      .catch((error: unknown): never => {
        throw new RunError('ServiceUnavailable', `answering CloudFormation: ${String(error)}`, {
          cause: error,
        });
      });
  };
}
