import { z } from 'zod';
import type { Input } from '../../service';

/** Answer of a provider; a failure where it did not answer. */
export type Answer =
  | {
      readonly kind: 'success';
      readonly physicalId: string;
      readonly data: Input;
      /** True: values of `data` are shown as asterisks. */
      readonly masked: boolean;
    }
  | { readonly kind: 'failure'; readonly reason: string; readonly physicalId?: string };

const text = z.string().min(1);
const Response = z.discriminatedUnion('Status', [
  z.looseObject({
    Status: z.literal('SUCCESS'),
    PhysicalResourceId: text.refine((id) => Buffer.byteLength(id) <= 1024, 'is longer than 1 KB'),
    // A Reason that is not a text spoils the response (https://github.com/typelevel/feral/pull/144).
    Reason: z.string().optional(),
    NoEcho: z.boolean().optional(),
    Data: z.record(z.string(), z.unknown()).optional(),
  }),
  z.looseObject({ Status: z.literal('FAILED'), Reason: text, PhysicalResourceId: z.string().optional() }),
]);
const Addressed = z.looseObject({
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
});

/** Largest body of a response (user guide, custom resource response objects). */
const largestBytes = 4096;

/**
 * Reads the body of a response (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html).
 * One that does not fit, or that is for another request, is a failure.
 */
export function readAnswer(
  body: string,
  request: { readonly stackId: string; readonly requestId: string; readonly logicalId: string },
): Answer {
  if (Buffer.byteLength(body) > largestBytes)
    return { kind: 'failure', reason: 'Response object is too long.' };
  const parsed = parse(body);
  const addressed = Addressed.safeParse(parsed);
  const response = Response.safeParse(parsed);
  if (!addressed.success || !response.success)
    return { kind: 'failure', reason: `Invalid response object: ${problemOf(addressed, response)}` };
  const { StackId, RequestId, LogicalResourceId } = addressed.data;
  if (
    StackId !== request.stackId ||
    RequestId !== request.requestId ||
    LogicalResourceId !== request.logicalId
  )
    return {
      kind: 'failure',
      reason: 'Invalid response object: StackId, RequestId or LogicalResourceId is of another request',
    };
  const { data } = response;
  if (data.Status === 'SUCCESS')
    return {
      kind: 'success',
      physicalId: data.PhysicalResourceId,
      data: data.Data ?? {},
      masked: data.NoEcho === true,
    };
  const reason = `Received response status [FAILED] from custom resource. Message returned: ${data.Reason} (RequestId: ${RequestId})`;
  const { PhysicalResourceId: id = '' } = data;
  return { kind: 'failure', reason, ...(id === '' ? {} : { physicalId: id }) };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function problemOf(...results: readonly z.ZodSafeParseResult<unknown>[]): string {
  const issues = results.flatMap(({ error }) => error?.issues ?? []);
  return issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`).join('; ');
}
