import { RunError } from '../../core/runs/record/run-error';

/** Answer to a request of a custom resource. */
export interface CustomResourceAnswer {
  readonly status: 'SUCCESS' | 'FAILED';
  readonly reason?: string | undefined;
  readonly stackId: string;
  readonly requestId: string;
  readonly logicalId: string;
  readonly physicalId: string;
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

export function bodyOfAnswer(answer: CustomResourceAnswer): string {
  return JSON.stringify({
    Status: answer.status,
    Reason: answer.reason ?? '',
    PhysicalResourceId: answer.physicalId,
    StackId: answer.stackId,
    RequestId: answer.requestId,
    LogicalResourceId: answer.logicalId,
  });
}
