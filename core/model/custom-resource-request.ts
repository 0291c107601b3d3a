import * as z from 'zod/mini';

/**
 * Members of each request that CloudFormation sends for a custom resource
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html).
 */
export const requestMembers = {
  /** Presigned address that takes the answer. */
  ResponseURL: z.string(),
  /** ARN of the stack. */
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
};

interface CustomResourceRequest {
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  /** Absent in a Create. */
  readonly PhysicalResourceId?: string | undefined;
}

/** Members of a request that its answer repeats. */
export interface AnsweredRequest {
  readonly stackId: string;
  readonly requestId: string;
  readonly logicalId: string;
  /** Identifier of the custom resource, the same in all of its answers. Another one would be a replacement. */
  readonly physicalId: string;
}

/** `createdId`: identifier that a Create gives to the resource. */
export function answeredRequest(
  { StackId, RequestId, LogicalResourceId, PhysicalResourceId }: CustomResourceRequest,
  createdId: string,
): AnsweredRequest {
  return {
    stackId: StackId,
    requestId: RequestId,
    logicalId: LogicalResourceId,
    physicalId: PhysicalResourceId ?? createdId,
  };
}

/** Name of the stack, from its ARN `arn:aws:cloudformation:<region>:<account>:stack/<name>/<id>`. */
export function stackNameOf(stackId: string): string {
  return stackId.split('/')[1] ?? stackId;
}
