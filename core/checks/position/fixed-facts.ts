import * as z from 'zod/mini';
import { modes } from '../../model/mode';
import { sourceEngines } from '../../model/source-engine';
import type { JobPlan } from '../../planning/job-plan';
import { namedSlot } from './after-deletion';
import {
  type FixedPart,
  type ReplacedJob,
  replacementSteps,
  type TaskReplacement,
  taskReplacement,
} from './task-replacement';

const starts = ['now', 'checkpoint', 'time', 'position'] as const;

/** Parts of a job that DMS cannot change on its task, and what a replacement depends on. The template has them. */
export const FixedFacts = z.object({
  mode: z.enum(modes),
  /** Name of the connection. */
  source: z.string(),
  engine: z.optional(z.enum(sourceEngines)),
  /** Replication slot that the connection names. */
  slot: z.optional(z.string()),
  /** Name of the connection; absent for the lake, where a job has an endpoint of its own. */
  target: z.optional(z.string()),
  /** ARNs of existing endpoints that the configuration names. */
  sourceEndpoint: z.optional(z.string()),
  targetEndpoint: z.optional(z.string()),
  startFrom: z.enum(starts),
  /** Timestamp column of the files of the job's own endpoint, which DMS cannot remove from it. */
  timestampColumn: z.optional(z.string()),
  /** Present if the job's own endpoint encrypts files by a key. DMS changes that to `sse-s3`, and not back (API reference, S3Settings). */
  encryption: z.optional(z.literal('sse-kms')),
});
export type FixedFacts = z.infer<typeof FixedFacts>;

export function fixedFactsOf({
  mode,
  source,
  connection,
  target,
  targetEngine,
  replication,
  namedEndpoints: named,
  targetSettings,
}: Pick<
  JobPlan,
  | 'mode'
  | 'source'
  | 'connection'
  | 'target'
  | 'targetEngine'
  | 'replication'
  | 'namedEndpoints'
  | 'targetSettings'
>): FixedFacts {
  const slot = namedSlot(connection?.connectionAttributes);
  const column = targetSettings['TimestampColumnName'];
  const isOwn = targetEngine === 's3' && named?.target === undefined;
  return {
    mode,
    source,
    ...(connection === undefined ? {} : { engine: connection.engine }),
    ...(slot === undefined ? {} : { slot }),
    ...(targetEngine === 's3' ? {} : { target }),
    ...(named?.source === undefined ? {} : { sourceEndpoint: named.source.arn }),
    ...(named?.target === undefined ? {} : { targetEndpoint: named.target.arn }),
    startFrom: replication?.startFrom.kind ?? 'now',
    ...(isOwn && typeof column === 'string' ? { timestampColumn: column } : {}),
    ...(isOwn && targetSettings['EncryptionMode'] === 'sse-kms' ? { encryption: 'sse-kms' } : {}),
  };
}

/** Setting of an endpoint that DMS does not change as the files want it. */
export interface KeptSetting {
  readonly why: string;
  readonly steps: readonly string[];
}

/**
 * Timestamp column that the endpoint of a job keeps: no value of TimestampColumnName means none, and CloudFormation cannot send
 * ExactSettings. Undefined: nothing stays.
 */
export function keptColumn(job: string, was: FixedFacts, is: FixedFacts): KeptSetting | undefined {
  const { timestampColumn: column } = was;
  if (column === undefined || is.timestampColumn !== undefined || !hasStaging(is)) return undefined;
  return {
    why: `the endpoint keeps the timestamp column ${column}, because DMS has no value that removes it`,
    steps: [
      `remove the job ${job} from its file, and deploy, which deletes its endpoint`,
      `write the job ${job} again, without timestamp-column, and deploy`,
    ],
  };
}

/** Encryption of an endpoint that cannot become `sse-kms`. Undefined: nothing stays. */
export function keptEncryption(job: string, was: FixedFacts, is: FixedFacts): KeptSetting | undefined {
  if (is.encryption === undefined || was.encryption !== undefined || !hasStaging(was)) return undefined;
  return {
    why: 'DMS changes EncryptionMode of an endpoint from sse-kms to sse-s3, and not back, and the staging bucket has a key',
    steps: [
      `remove the job ${job} from its file, and deploy, which deletes its endpoint`,
      `write the job ${job} again, and deploy`,
    ],
  };
}

/** Reason of a refusal. CloudFormation deletes the endpoint before a run could replace the task. */
const leavesLake = 'DMS does not delete the job’s staging endpoint while its task exists';

/** Returns what becomes of the task that a job has, for what DMS cannot change on it. Undefined: none of that changes. */
export function replacementFor(job: string, was: FixedFacts, is: FixedFacts): TaskReplacement | undefined {
  const parts: readonly FixedPart[] = [
    ...(was.mode === is.mode ? [] : (['mode'] as const)),
    ...(was.source === is.source && was.sourceEndpoint === is.sourceEndpoint
      ? []
      : (['source endpoint'] as const)),
    ...(was.target === is.target && was.targetEndpoint === is.targetEndpoint
      ? []
      : (['target endpoint'] as const)),
  ];
  if (parts.length === 0) return undefined;
  const replaced = replacedJob(job, is);
  if (hasStaging(was) && !hasStaging(is))
    return { do: 'refuse', why: leavesLake, steps: replacementSteps(replaced) };
  return taskReplacement(parts, replaced);
}

/** True if the job has an endpoint of its own, in the stack of its department. */
function hasStaging({ target, targetEndpoint }: FixedFacts): boolean {
  return target === undefined && targetEndpoint === undefined;
}

export function replacedJob(job: string, { mode, engine, slot, startFrom }: FixedFacts): ReplacedJob {
  const connectionAttributes = slot === undefined ? undefined : `slotName=${slot}`;
  return { job, mode, engine, connectionAttributes, startFrom };
}
