import * as z from 'zod/mini';
import {
  type AnsweredRequest,
  answeredRequest,
  requestMembers,
} from '../../../model/custom-resource-request';
import type { Route } from '../route-findings';

const Properties = z.object({
  /** JSON of `ExistingNeeds`. */
  Needs: z.string(),
  StagingBucket: z._default(z.string(), ''),
  /** Network routes: ARNs of an instance and an endpoint with a space between. */
  Routes: z._default(z.array(z.string()), []),
});

/** Event of the custom resource that checks existing resources. */
export const CheckEvent = z.discriminatedUnion('RequestType', [
  z.object({ ...requestMembers, RequestType: z.literal('Create'), ResourceProperties: Properties }),
  z.object({
    ...requestMembers,
    RequestType: z.literal('Update'),
    PhysicalResourceId: z.string(),
    ResourceProperties: Properties,
  }),
  z.object({ ...requestMembers, RequestType: z.literal('Delete'), PhysicalResourceId: z.string() }),
]);
export type CheckEvent = z.infer<typeof CheckEvent>;

/** Reads the routes of a request. */
export function routesOf({ Routes }: z.infer<typeof Properties>): readonly Route[] {
  return Routes.map((text) => {
    const [instanceArn = '', endpointArn = ''] = text.split(' ');
    return { instanceArn, endpointArn };
  });
}

export function checkAnswered(event: CheckEvent): AnsweredRequest {
  return answeredRequest(event, `check-${event.LogicalResourceId}`);
}

/** True while a deployment may still be refused. A rollback that is refused leaves a stack that nobody can deploy. */
export function mayRefuse(stackStatus: string): boolean {
  return ['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS'].includes(stackStatus);
}
