import type { Snapshots } from '../../application/lake/snapshots';
import { byAge } from '../../core/lake/snapshots/retention';
import { RunError } from '../../core/runs/record/run-error';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { PublishPorts } from './publish-ports';

/** Rejects a retry whose older tables would replace those of a run that was published since. */
export async function rejectNewer(
  { history }: Pick<PublishPorts, 'history'>,
  { run, carriesFrom }: RunRecord,
  snapshots: Pick<Snapshots, 'pointer'>,
): Promise<void> {
  const newest = carriesFrom === undefined ? undefined : (await snapshots.pointer())?.newest;
  if (carriesFrom === undefined || newest === undefined || newest.run === run) return;
  const { openedAt } = await history.knownRun(carriesFrom);
  if (byAge(newest, { run: carriesFrom, openedAt }) >= 0) return;
  throw new RunError(
    'NewerPublish',
    `${newest.run} was published after ${carriesFrom}, whose tables this retry takes over; nothing was published`,
  );
}
