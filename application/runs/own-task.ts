import type { Dms } from '../../aws/dms/dms';
import { RunError } from '../../core/runs/record/run-error';
import type { Task } from '../../core/runs/task/task';
import { isMissingForGood } from '../../core/runs/task/task-step';

/**
 * Finds the run's own task. Where only the identifier is known, the tags decide: Lakeferry never stops, deletes or judges a task
 * that it did not create.
 */
export async function findOwnTask(
  dms: Dms,
  run: string,
  known: { readonly identifier?: string | undefined; readonly arn?: string | undefined } | undefined,
): Promise<Task | undefined> {
  if (known?.identifier === undefined) return undefined;
  const task = await dms.findTask(known.identifier);
  if (task === undefined || task.arn === known.arn) return task;
  return (await dms.tagsOf(task.arn))['lakeferry:run'] === run ? task : undefined;
}

/**
 * Tags of a task that is about to be judged by them. A task that was just created may not show them yet.
 * @throws RunError `TaskBusy` for a young task without tags
 */
export async function visibleTags(
  dms: Pick<Dms, 'tagsOf'>,
  { arn, identifier, createdAt }: Task,
  now: Date,
): Promise<Readonly<Record<string, string>>> {
  const tags = await dms.tagsOf(arn);
  if (Object.keys(tags).length === 0 && createdAt !== undefined && !isMissingForGood(createdAt, now))
    throw new RunError('TaskBusy', `${identifier} was just created and shows no tags yet`);
  return tags;
}
