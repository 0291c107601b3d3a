import { z } from 'zod';
import type { DeploymentDiff } from '../../application/environments/diff-deployment';
import { changeClasses, changedItems } from '../../core/changes/change';
import { defineDocument, withPage } from './document';

const changeClass = z
  .enum(changeClasses)
  .describe(
    'none: nothing that runs. live: from the next run, schedule or poll on. stop-and-modify: a task stops for it. ' +
      'new-task: a new task replaces one. refused: DMS or CloudFormation rejects it',
  );
const change = z.object({
  class: changeClass,
  sign: z.enum(['+', '-', '~']),
  text: z.string(),
});
const item = z.object({
  what: z.enum(changedItems),
  name: z.string().describe('connection or department; department/job for a job or load'),
  change: z.enum(['added', 'removed', 'changed']),
  class: changeClass,
  changes: z.array(change),
  effects: z.array(z.string()).describe('effects on tasks that run'),
  steps: z.array(z.string()).describe('what to do about a change that is refused, in this order'),
});

export const diffDocument = withPage(
  defineDocument({
    name: 'diff',
    version: 1,
    description: 'diff: what a deployment of the files changes',
    shape: z.object({
      environment: z.string(),
      deployed: z
        .enum(['all', 'departments', 'nothing'])
        .describe(
          'what the files were compared with. departments: an earlier version deployed the platform, whose plan is not known',
        ),
      deployedBy: z
        .string()
        .optional()
        .describe('version of Lakeferry that deployed the environment, where it is newer than this one'),
      class: changeClass.describe('the strongest class of the items'),
      items: z.array(item).describe('empty: the files are as deployed'),
    }),
    of: ({ environment, deployed, newer, class: strongest, items }: DeploymentDiff) => ({
      environment,
      deployed,
      ...(newer === undefined ? {} : { deployedBy: newer.deployedBy }),
      class: strongest,
      items,
    }),
  }),
);
