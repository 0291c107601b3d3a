import type { Dms } from '../../aws/dms/dms';
import type { Task } from '../../core/runs/task/task';

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
