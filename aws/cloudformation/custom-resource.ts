import { cutText } from '../../core/cut-text';
import type { AnsweredRequest } from '../../core/model/custom-resource-request';
import { RunError } from '../../core/runs/record/run-error';

/** Answer to a request of a custom resource. */
export interface CustomResourceAnswer extends AnsweredRequest {
  readonly status: 'SUCCESS' | 'FAILED';
  readonly reason?: string | undefined;
}

export type AnswerCustomResource = (responseUrl: string, answer: CustomResourceAnswer) => Promise<void>;

const timeoutMs = 10_000;

/**
 * Sends an answer to CloudFormation: a PUT to the presigned address of the request, without a content type, because the
 * signature has none
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html).
 */
export const answerCustomResource: AnswerCustomResource = async (responseUrl, answer) => {
  const action = `answering CloudFormation about ${answer.logicalId}`;
  const response = await fetch(responseUrl, {
    method: 'PUT',
    // A text would get a content type of its own.
    body: new TextEncoder().encode(bodyOfAnswer(answer)),
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw new RunError('ServiceUnavailable', `${action}: ${String(error)}`, { cause: error });
  });
  if (!response.ok)
    throw new RunError('AwsRefused', `${action}: HTTP ${response.status} ${response.statusText}`);
};

/** Largest body that CloudFormation takes. */
const largestBytes = 4096;

/** Body with a reason that is cut until CloudFormation takes it: characters can have several bytes. */
export function bodyOfAnswer(answer: CustomResourceAnswer): string {
  const { reason = '' } = answer;
  for (let longest = reason.length; ; longest -= 50) {
    const body = JSON.stringify({
      Status: answer.status,
      Reason: cutText(reason, longest),
      PhysicalResourceId: answer.physicalId,
      StackId: answer.stackId,
      RequestId: answer.requestId,
      LogicalResourceId: answer.logicalId,
    });
    if (longest <= 0 || Buffer.byteLength(body) <= largestBytes) return body;
  }
}
