import { z } from 'zod';
import type { Leftovers } from '../../application/reap/find-leftovers';
import type { RemovedLeftover } from '../../application/reap/remove-leftovers';
import { leftoverKinds } from '../../core/runs/reap/leftover';
import { defineDocument } from './document';
import { countOf, jobKey, moment } from './fields';

export interface Reaped {
  readonly found: Leftovers;
  /** Absent: nothing was to be removed. */
  readonly removed: readonly RemovedLeftover[] | undefined;
}

export const reapDocument = defineDocument({
  name: 'reap',
  version: 1,
  description: 'reap: what ended runs left behind, and what was removed',
  shape: z.object({
    leftovers: z.array(
      z.object({
        kind: z.enum(leftoverKinds),
        id: z.string().describe('ARN of a task, id of a run, job of a lease, folder, or key of a document'),
        job: jobKey,
        run: z.string().optional(),
        since: moment,
        files: countOf('files').optional(),
        bytes: z.number().optional().describe('size of the files in bytes'),
        outcome: z
          .enum(['removed', 'gone', 'stopping', 'failed'])
          .optional()
          .describe('absent: it was listed only'),
        message: z.string().optional().describe('reason of a failure'),
      }),
    ),
    deadLetters: countOf('dead letters, which stay').optional(),
    problems: z.array(z.string()).describe('searches that failed'),
  }),
  of: ({ found, removed }: Reaped) => ({
    leftovers: found.leftovers.map((leftover, index) => ({
      ...leftover,
      outcome: removed?.[index]?.outcome,
      message: removed?.[index]?.message,
    })),
    deadLetters: found.deadLetters,
    problems: found.problems,
  }),
});
