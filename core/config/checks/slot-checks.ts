import type { Finding, Problem } from '../reading/problem';
import type { CheckedFiles } from '../reading/read-files';
import type { Source } from '../schema/connections-schema';
import type { Job } from '../schema/job-schema';
import { effectiveConnections } from './effective-connections';

/**
 * Jobs whose source names a replication slot (`slotName` in connection-attributes). A slot has one consumer, and DMS starts only
 * a task of changes with a start position from it (docs/aws-facts/dms-tasks.md#replication-slots).
 */
export function checkSlots({ departments, connections, environments }: CheckedFiles): Problem[] {
  const written = connections[0]?.data;
  if (written === undefined) return [];
  const found = effectiveConnections(
    written,
    environments.map(({ data }) => data),
  ).flatMap(({ sources }) => {
    const readers = new Map<string, string>();
    return departments.flatMap(({ place, data }) =>
      place(
        data.jobs.flatMap((job, index): Finding[] => {
          const name = job.source ?? data.source;
          const inJob = (finding: Finding): Finding => ({
            ...finding,
            path: ['jobs', index, ...finding.path],
          });
          const slot = slotOf(name, sources[name]);
          if (slot === undefined) return withoutSlot(job, sources[name]).map(inJob);
          if (job.mode === 'full-load') return [];
          const key = `${data.department}/${job.name}`;
          const other = job.enabled === false ? undefined : readers.get(slot.key);
          if (job.enabled !== false && other === undefined) readers.set(slot.key, key);
          return [
            ...(other === undefined ? [] : [readByTwo(name, slot.name, other)]),
            ...startOf(job, name, slot.name),
          ].map(inJob);
        }),
      ),
    );
  });
  return [...new Map(found.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** The slot that DMS creates begins when the task does, and goes with it: it holds no earlier changes. */
function withoutSlot(job: Job, source: Source | undefined): Finding[] {
  const from = job['start-from'];
  if (source?.engine !== 'postgres' || job.mode !== 'cdc' || from === undefined || from === 'now') return [];
  if (typeof from === 'object' && 'time' in from) return [];
  return [
    {
      path: ['start-from'],
      value: from,
      message:
        from === 'checkpoint'
          ? 'PostgreSQL cannot start from a checkpoint without a named slot: the slot that DMS creates goes with its task'
          : 'PostgreSQL cannot start from a position without a named slot: the slot that DMS creates begins with its task',
      hint: 'write start-from: now, or name a slot that exists since then in connections.yaml: connection-attributes: {slotName: ...}',
    },
  ];
}

/** Names of slots are unique in a server, which the secret stands for, or what else names it. */
function slotOf(
  source: string,
  written: Source | undefined,
): { readonly name: string; readonly key: string } | undefined {
  if (written?.engine !== 'postgres') return undefined;
  const { secret, endpoint, 'connection-attributes': attributes = {} } = written;
  const slot = Object.entries(attributes).find(([key]) => key.toLowerCase() === 'slotname')?.[1];
  if (slot === undefined) return undefined;
  return { name: String(slot), key: JSON.stringify([secret ?? endpoint ?? source, String(slot)]) };
}

function readByTwo(source: string, slot: string, other: string): Finding {
  return {
    path: ['source'],
    value: source,
    message: `the replication slot "${slot}" of ${source} is also read by ${other}: a slot has one consumer`,
    hint: 'give each job of changes its own source in connections.yaml with its own slotName, or remove slotName: DMS then creates one slot per task',
  };
}

/** LSN such as 4AF/B00000D0, or a checkpoint of DMS, which holds one. */
const usablePosition = /^([0-9A-F]{1,8}\/[0-9A-F]{1,8}|checkpoint:.+)$/i;

function startOf(job: Job, source: string, slot: string): Finding[] {
  const from = job['start-from'];
  const reason = `the replication slot "${slot}" of ${source}`;
  if (job.mode === 'full-load-and-cdc')
    return [
      {
        path: ['mode'],
        value: job.mode,
        message: `${reason} is for cdc jobs with a start position, not for full-load-and-cdc`,
        hint: 'choose mode: cdc with start-from: {position: "4AF/B00000D0"}, or remove slotName from the source',
      },
    ];
  if (from === 'checkpoint') return [];
  if (typeof from === 'object' && 'position' in from && usablePosition.test(from.position)) return [];
  return [
    {
      path: from === undefined ? ['mode'] : ['start-from'],
      value: from ?? 'now',
      message: `${reason} needs a start position: DMS rejects a task without one`,
      hint: 'write start-from: {position: "4AF/B00000D0"} with the confirmed_flush_lsn of the slot, start-from: checkpoint, or remove slotName from the source',
    },
  ];
}
