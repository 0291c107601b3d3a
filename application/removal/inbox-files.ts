import type { ObjectVersion } from '../../aws/lake/versions';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { WaitReason } from '../../core/runs/removal/waiting';
import type { EmptyingPorts } from './removal-ports';

type InboxPorts = Pick<EmptyingPorts, 'history'>;

/** Says why a file in the inbox waits, or undefined. Reads the runs of all loads once. */
export function inboxFiles(
  ports: InboxPorts,
  now: Date,
): (file: ObjectVersion) => Promise<WaitReason | undefined> {
  let read: Promise<ReadonlySet<string>> | undefined;
  return async ({ key, size, version, eTag }) => {
    if (key.endsWith('/') && size === 0) return undefined;
    if (key.startsWith('rejected/')) return 'reject-file';
    read ??= loadedFiles(ports, now);
    const loaded = await read;
    return [version, eTag].some((one) => loaded.has(nameOf(key, one))) ? undefined : 'not-loaded';
  };
}

/** Versions of files whose rows are in their table, or whose key has a newer version there. */
async function loadedFiles({ history }: InboxPorts, now: Date): Promise<ReadonlySet<string>> {
  const loaded = new Set<string>();
  for (const [load, { trigger }] of await history.newestRuns(now)) {
    if (trigger.by !== 'file') continue;
    for (const run of await history.runsOfJob(load, { limit: Number.POSITIVE_INFINITY, now }))
      if (run.trigger.by === 'file' && isLoaded(run))
        loaded.add(nameOf(run.trigger.key, run.trigger.version));
  }
  return loaded;
}

function isLoaded({ phases, verdict }: RunRecord): boolean {
  const outcomes: readonly (string | undefined)[] = ['succeeded', 'succeeded-with-table-errors', 'skipped'];
  return phases.closed !== undefined && outcomes.includes(verdict?.outcome);
}

function nameOf(key: string, version: string): string {
  return `${key}\n${version}`;
}
