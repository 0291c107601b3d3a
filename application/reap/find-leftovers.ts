import { namedEnvironment } from '../../core/model/environment-names';
import { copyToLakeDeadLettersName } from '../../core/lake/copy-to-lake-queues';
import type { Leftover } from '../../core/runs/reap/leftover';
import { findSnapshotFiles, findStagedFiles, snapshotJobOf } from './left-files';
import { findLeftInFlightRuns, findLeftLeases } from './left-items';
import { findLeftTasks } from './left-tasks';
import type { ReapPorts } from './reap-ports';

export interface Leftovers {
  readonly leftovers: readonly Leftover[];
  /** Messages in the dead-letter queue of copy-to-lake, which are sent again, never deleted. Absent without the queue. */
  readonly deadLetters: number | undefined;
  /** Searches that failed. Their leftovers are not known. */
  readonly problems: readonly string[];
}

/**
 * Finds what ended runs of this environment left behind: it is older than 24 hours and recorded as the environment's own. Reads
 * only. A search that fails stops no other.
 */
export async function findLeftovers(ports: ReapPorts, now: Date): Promise<Leftovers> {
  const problems: string[] = [];
  const search = async <Found>(what: string, find: () => Promise<readonly Found[]>) =>
    find().catch((error: unknown): readonly Found[] => {
      problems.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    });
  const jobs = await search('jobs', async () => {
    const states = await ports.history.jobStates((job, reason) => {
      problems.push(`${job}: its state cannot be read: ${reason}`);
    });
    return states.map(({ forJob }) => forJob).sort();
  });
  const leftovers: Leftover[] = [
    ...(await search('tasks', () => findLeftTasks(ports, now))),
    ...(await search('runs in flight', () => findLeftInFlightRuns(ports, now))),
    ...(await search('leases', () => findLeftLeases(ports, jobs, now))),
  ];
  for (const job of jobs) {
    const found = await search(job, async () => {
      const known = await snapshotJobOf(ports, job, now);
      if (known === undefined) return [];
      return [...(await findStagedFiles(ports, known, now)), ...(await findSnapshotFiles(ports, known, now))];
    });
    leftovers.push(...found);
  }
  const [letters] = await search('dead letters', async () => [
    await ports.deadLetters.count(copyToLakeDeadLettersName(namedEnvironment(ports))),
  ]);
  return {
    leftovers: leftovers.map(plainOf),
    deadLetters: letters === undefined ? undefined : letters.waiting + letters.inWork,
    problems,
  };
}

function plainOf({ kind, id, job, run, since, files, bytes }: Leftover): Leftover {
  return {
    ...{ kind, id, job, since },
    ...(run === undefined ? {} : { run }),
    ...(files === undefined ? {} : { files, bytes }),
  };
}
