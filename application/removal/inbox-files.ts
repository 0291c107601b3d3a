import type { ObjectVersion } from '../../aws/lake/versions';
import type { LoadRefusal } from '../../core/loads/load-codes';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { WaitReason } from '../../core/runs/removal/waiting';
import type { EmptyingPorts } from './removal-ports';

type InboxPorts = Pick<EmptyingPorts, 'history'>;

/** Versions of files that the runs of all loads have taken. */
interface TakenFiles {
  /** Those whose rows are in their table, or whose key has a newer version there. */
  readonly loaded: ReadonlySet<string>;
  /** Those that a load refused for what is in them. */
  readonly refused: ReadonlySet<string>;
}

/**
 * Says why a version of a file in the inbox waits, or undefined. Each version is loaded once, so one that was overwritten waits too,
 * unless it was refused: then the newer one corrects it. Reads the runs of all loads once.
 */
export function inboxFiles(
  ports: InboxPorts,
  now: Date,
): (file: ObjectVersion) => Promise<WaitReason | undefined> {
  let read: Promise<TakenFiles> | undefined;
  return async ({ key, size, version, eTag, isNewest }) => {
    if (key.endsWith('/') && size === 0) return undefined;
    if (key.startsWith('rejected/')) return isNewest ? 'reject-file' : undefined;
    read ??= takenFiles(ports, now);
    const { loaded, refused } = await read;
    const names = [version, eTag].map((one) => nameOf(key, one));
    const isTaken = names.some((name) => loaded.has(name) || (!isNewest && refused.has(name)));
    return isTaken ? undefined : 'not-loaded';
  };
}

async function takenFiles({ history }: InboxPorts, now: Date): Promise<TakenFiles> {
  const loaded = new Set<string>();
  const refused = new Set<string>();
  for (const [load, { trigger }] of await history.newestRuns(now)) {
    if (trigger.by !== 'file') continue;
    for (const run of await history.runsOfJob(load, { limit: Number.POSITIVE_INFINITY, now })) {
      if (run.trigger.by !== 'file') continue;
      const name = nameOf(run.trigger.key, run.trigger.version);
      if (isLoaded(run)) loaded.add(name);
      else if (isRefused(run)) refused.add(name);
    }
  }
  return { loaded, refused };
}

function isLoaded({ phases, verdict }: RunRecord): boolean {
  const outcomes: readonly (string | undefined)[] = ['succeeded', 'succeeded-with-table-errors', 'skipped'];
  return phases.closed !== undefined && outcomes.includes(verdict?.outcome);
}

/** Others say nothing about the file. */
const causesInFile: ReadonlySet<string> = new Set<LoadRefusal>([
  'file-unreadable',
  'file-empty',
  'rows-refused',
  'columns-differ',
]);

function isRefused({ phases, verdict }: RunRecord): boolean {
  if (phases.closed === undefined || verdict?.outcome !== 'failed') return false;
  return verdict.findings.length > 0 && verdict.findings.every(({ code }) => causesInFile.has(code));
}

function nameOf(key: string, version: string): string {
  return `${key}\n${version}`;
}
