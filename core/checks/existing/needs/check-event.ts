import * as z from 'zod/mini';
import type { Route } from '../route-findings';

const Properties = z.object({
  /** JSON of `ExistingNeeds`. */
  Needs: z.string(),
  StagingBucket: z._default(z.string(), ''),
  /** Network routes: ARNs of an instance and an endpoint with a space between. */
  Routes: z._default(z.array(z.string()), []),
});

const common = {
  ResponseURL: z.string(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
};

/**
 * Event of the custom resource that checks existing resources
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html).
 */
export const CheckEvent = z.discriminatedUnion('RequestType', [
  z.object({ ...common, RequestType: z.literal('Create'), ResourceProperties: Properties }),
  z.object({
    ...common,
    RequestType: z.literal('Update'),
    PhysicalResourceId: z.string(),
    ResourceProperties: Properties,
  }),
  z.object({ ...common, RequestType: z.literal('Delete'), PhysicalResourceId: z.string() }),
]);
export type CheckEvent = z.infer<typeof CheckEvent>;

/** Reads the routes of a request. */
export function routesOf({ Routes }: z.infer<typeof Properties>): readonly Route[] {
  return Routes.map((text) => {
    const [instanceArn = '', endpointArn = ''] = text.split(' ');
    return { instanceArn, endpointArn };
  });
}

/** Identifier of the custom resource, the same in all of its answers. Another one would be a replacement. */
export function physicalIdOf(event: CheckEvent): string {
  return event.RequestType === 'Create' ? `check-${event.LogicalResourceId}` : event.PhysicalResourceId;
}

/** True while a deployment may still be refused. A rollback that is refused leaves a stack that nobody can deploy. */
export function mayRefuse(stackStatus: string): boolean {
  return ['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS'].includes(stackStatus);
}
