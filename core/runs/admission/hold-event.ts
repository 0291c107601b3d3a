import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { FixedFacts } from '../../checks/position/fixed-facts';
import {
  type AnsweredRequest,
  answeredRequest,
  requestMembers,
  stackNameOf,
} from '../../model/custom-resource-request';
import { changedJobs } from './changed-jobs';
import type { Hold, RequestedHold } from './hold';
import type { HoldRequest } from './hold-request';

/** Hash of each resource's properties in the template, by its identifier. */
const Hashes = z.record(z.string(), z.string());
const Properties = z.object({
  Endpoints: z._default(Hashes, {}),
  Instances: z._default(Hashes, {}),
  /** Parts that DMS cannot change on the task of a job, by job. */
  Jobs: z._default(z.record(z.string(), FixedFacts), {}),
  /** Engines of sources, by connection. */
  Engines: z._default(z.record(z.string(), z.string()), {}),
  /** Engine versions in the template. Earlier versions do not send them. */
  EngineVersions: z._default(z.record(z.string(), z.string()), {}),
});
type Properties = z.infer<typeof Properties>;

/** Event of the custom resource that holds tasks. */
export const HoldEvent = z.discriminatedUnion('RequestType', [
  z.object({ ...requestMembers, RequestType: z.literal('Create'), ResourceProperties: Properties }),
  z.object({
    ...requestMembers,
    RequestType: z.literal('Update'),
    PhysicalResourceId: z.string(),
    ResourceProperties: Properties,
    OldResourceProperties: Properties,
  }),
  z.object({ ...requestMembers, RequestType: z.literal('Delete'), PhysicalResourceId: z.string() }),
]);
export type HoldEvent = z.infer<typeof HoldEvent>;
export type HoldingEvent = Exclude<HoldEvent, { RequestType: 'Delete' }>;

/** Minutes after which a deployment is refused. CloudFormation itself waits for at most 60. */
export const answerWithinMinutes = 50;
/** Minutes after which a hold ends, whatever became of the deployment. */
export const holdMinutes = 120;

export function holdNameOf({ StackId, LogicalResourceId }: Pick<HoldEvent, 'StackId' | 'LogicalResourceId'>) {
  return `${stackNameOf(StackId)}/${LogicalResourceId}`;
}

export function holdAnswered(event: HoldEvent): AnsweredRequest {
  return answeredRequest(event, `hold-${holdNameOf(event)}`);
}

/**
 * Hold that an event asks for: of everything whose hash differs from the one before.
 *
 * A rollback is an update with the hashes of before. If the update was never answered with SUCCESS, CloudFormation has changed
 * nothing that depends on it, so nothing has to be held.
 */
export function holdOf(event: HoldingEvent, previous: Hold | undefined, now: Date): RequestedHold {
  const after = event.ResourceProperties;
  const before = event.RequestType === 'Update' ? event.OldResourceProperties : undefined;
  const isBack = isRollback(event, previous);
  const isUntouched = isBack && previous?.request?.answer?.status !== 'SUCCESS';
  const changed = (kind: 'Endpoints' | 'Instances'): string[] =>
    isUntouched ? [] : Object.keys(after[kind]).filter((id) => after[kind][id] !== before?.[kind][id]);
  const jobs = isUntouched || before === undefined ? [] : changedJobs(before, after).map(({ job }) => job);
  const instances = changed('Instances');
  const versions = Object.entries(after.EngineVersions).filter(([id]) => instances.includes(id));
  const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();
  return {
    name: holdNameOf(event),
    until: later(holdMinutes),
    reason: `deployment of ${stackNameOf(event.StackId)}`,
    ...(jobs.length === 0 ? {} : { jobs }),
    request: {
      ...holdAnswered(event),
      ...earlierRequests(previous?.request),
      responseUrl: event.ResponseURL,
      endpoints: changed('Endpoints'),
      instances,
      // A refused rollback would put nothing back, and a creation may change nothing.
      ...(before === undefined || isBack || versions.length === 0
        ? {}
        : { engineVersions: Object.fromEntries(versions) }),
      ...(before === undefined ? {} : { before: hashOf(before) }),
      after: hashOf(after),
      at: now.toISOString(),
      answerBy: later(answerWithinMinutes),
    },
  };
}

/** Requests that are remembered: more than Lambda repeats within the six hours in which it tries. */
const mostEarlier = 10;

function earlierRequests(previous: HoldRequest | undefined): Pick<HoldRequest, 'earlier'> {
  if (previous === undefined) return {};
  return { earlier: [previous.requestId, ...(previous.earlier ?? [])].slice(0, mostEarlier) };
}

/** True for an event that Lambda delivers again after CloudFormation has sent the next request of the resource. */
export function isOutdated({ RequestId }: HoldingEvent, previous: Hold | undefined): boolean {
  return previous?.request?.earlier?.includes(RequestId) === true;
}

export function isRollback(event: HoldingEvent, previous: Hold | undefined): boolean {
  if (event.RequestType === 'Create' || previous?.request === undefined) return false;
  const { before, after } = previous.request;
  return before === hashOf(event.ResourceProperties) && after === hashOf(event.OldResourceProperties);
}

function hashOf({ Endpoints, Instances, Jobs, Engines }: Properties): string {
  const sorted = (values: object) => Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([Endpoints, Instances, Jobs, Engines].map(sorted)))
    .digest('hex')
    .slice(0, 16);
}
