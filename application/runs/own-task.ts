import type { Dms } from '../../aws/dms/dms';
import type { Task } from '../../core/runs/task/task';

/**
 * The run's own task, or none. A task of which only the identifier is known may be somebody else's: its tags decide, so that
 * nothing that is not ours is ever stopped, deleted or taken for evidence.
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
