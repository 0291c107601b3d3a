import { createConnections } from '../../aws/deployed/connections';
import { type History, historyOf } from '../../aws/history/history';
import type { HistoryTable, Item } from '../../aws/history/table';
import { endedId } from '../../core/events/outbox-message';
import { DroppedFile, inboxFileOf } from '../../core/loads/dropped-file';
import { newInFlightRun, newRun } from '../../core/runs/record/new-run';
import { newLoadRun } from '../../core/runs/record/new-load-run';
import type { RunRecord } from '../../core/runs/record/run-record';
import { closeRun } from '../../functions/close-run/close-run';
import { type FileOfRun, giveUp, keepResult } from '../../functions/load-csv/close-load';
import { leaseJob } from '../../application/runs/lease-job';
import { openRun } from '../../functions/open-run/open-run';
import { closeOrphan, closeWithoutInFlightRun } from '../../functions/poll-tasks/abandon';
import { sourceFiles } from '../architecture/source-files';
import { cdcJob } from '../helpers/runs/cdc-job';
import { memoryEnvironment } from '../helpers/runs/memory-environment';
import { MemoryInbox, sampleLoad } from '../helpers/runs/load-plan';
import { memoryTable } from '../helpers/runs/memory-history';
import { sampleJob } from '../helpers/runs/plan';
import { Reported } from '../helpers/runs/reporting';
import { scheduledInput } from '../helpers/runs/run-input';

const now = new Date('2026-03-01T10:00:00.000Z');
const input = scheduledInput();
const job = input.job;
const record = newRun(input, 'arn:first', 400, now);
const { run } = record;
const failure = { state: 'LoadTables', error: 'Boom', cause: 'no' };
const { executions } = memoryEnvironment([job]);
const dropped = DroppedFile.parse({
  load: 'sales/prices',
  plan: { bucket: 'assets', key: 'sales.json' },
  time: '2026-03-01T10:00:00Z',
  detail: {
    bucket: { name: 'inbox' },
    object: { key: 'sales/prices/a.csv', size: 1, etag: 'e', 'version-id': 'v', sequencer: '0001' },
    reason: 'PutObject',
  },
});
const load = newLoadRun(dropped, 'm1', 0, 400, now);

/** Way in which a run is closed: what is stored before, and the work, which may be done again after a kill. */
interface Closer {
  /** Source file of the call. */
  readonly file: string;
  readonly record?: RunRecord;
  readonly before?: (history: History) => Promise<unknown>;
  readonly close: (history: History) => Promise<unknown>;
}

const opens = (
  history: History,
  of = sampleJob({ department: 'sales', job: 'orders-daily', tables: ['a'] }),
) =>
  openRun(
    {
      history,
      executions,
      plans: { job: async () => of },
      objects: { page: async () => ({ objects: [], more: false }) },
      stagingBucket: 'staging',
      retentionDays: 400,
    },
    { execution: 'arn:first', input },
    now,
  );
const opened = (history: History) => history.openRun(record);
const flown = async (history: History) => {
  await history.openRun(record);
  await history.openInFlightRun(newInFlightRun(record));
};
async function unused(): Promise<never> {
  throw new Error('a refused or loaded file needs no database to be closed');
}

const work = (history: History): FileOfRun => ({
  ports: {
    history,
    plans: { load: async () => sampleLoad() },
    connections: createConnections(undefined),
    secrets: { databaseLogin: unused },
    inbox: new MemoryInbox(),
    openTarget: unused,
    retentionDays: 400,
    log: new Reported().log,
  },
  dropped,
  file: inboxFileOf(dropped),
  run: load,
  time: () => now,
});

const closers: Readonly<Record<string, Closer>> = {
  'CloseRun closes the run of its execution': {
    file: 'functions/close-run/close-run.ts',
    before: flown,
    close: (history) =>
      closeRun({ history }, { run, execution: 'arn:first', input, failure, leftBehind: null }, now),
  },
  'OpenRun skips a run whose job has another one': {
    file: 'functions/open-run/skip.ts',
    before: async (history) => {
      await history.openInFlightRun({ ...newInFlightRun(record), run: 'other' });
      await history.takeLease(job, { run: 'other', execution: 'arn:other', takenAt: now.toISOString() });
    },
    close: opens,
  },
  'OpenRun skips a run of a paused job': {
    file: 'functions/open-run/skip.ts',
    before: (history) =>
      history.changeJobState(job, 'paused', undefined, { at: now.toISOString(), by: 'ada', reason: 'r' }),
    close: opens,
  },
  'OpenRun skips a run of a job that a person stopped': {
    file: 'functions/open-run/open-replication.ts',
    before: async (history) => {
      const { plan, endpoints } = input;
      await history.recordDesiredReplication({
        ...{ forJob: job, mode: 'cdc', desiredBy: 'ada', desiredAt: now.toISOString(), run: 'earlier' },
        ...{ taskIdentifier: 't', planHash: 'h', plan, maxLatencySeconds: 60, resumeLimit: 2, endpoints },
      });
      await history.changeDesiredState(job, {
        ...{ desired: 'stopped', desiredBy: 'ada', desiredAt: now.toISOString() },
      });
    },
    close: (history) => opens(history, cdcJob()),
  },
  'OpenRun closes the run of a lease whose execution is over': {
    file: 'application/runs/lease-job.ts',
    before: async (history) => {
      await history.openRun(record);
      await history.takeLease(job, { run, execution: 'arn:first', takenAt: now.toISOString() });
    },
    close: (history) => {
      const next = newRun(scheduledInput({}, '2026-03-02T10:00:00Z'), 'arn:next', 400, now);
      const over = { ...executions, describe: async () => ({ status: 'FAILED' as const }) };
      return leaseJob({ history, executions: over }, next, now);
    },
  },
  'a poll closes an orphan': {
    file: 'functions/poll-tasks/abandon.ts',
    before: flown,
    close: (history) => closeOrphan(history, newInFlightRun(record), failure, now),
  },
  'a poll closes the run of an execution that ended without a run in flight': {
    file: 'functions/poll-tasks/abandon.ts',
    before: opened,
    close: (history) => closeWithoutInFlightRun(history, { execution: 'arn:first', run }, failure, now),
  },
  'LoadCsv closes a refused file': {
    file: 'functions/load-csv/close-load.ts',
    record: load,
    before: (history) => history.openRun(load),
    close: (history) => giveUp(work(history), { kind: 'refused', code: 'rows-refused', details: ['line 4'] }),
  },
  'LoadCsv closes a loaded file': {
    file: 'functions/load-csv/close-load.ts',
    record: load,
    before: (history) => history.openRun(load),
    close: (history) => keepResult(work(history), sampleLoad(), { kind: 'loaded', rows: 1, rejected: 0 }),
  },
};

test('every call that closes a run is in this table', () => {
  const calls = [...sourceFiles('functions'), ...sourceFiles('application'), ...sourceFiles('cli')]
    .filter(({ text }) => /history\.closeRun\(/.test(text))
    .map(({ path }) => path);
  const wrappers = ['application/runs/measure-ends.ts'];
  expect(calls.filter((path) => !wrappers.includes(path)).sort()).toEqual(
    [...new Set(Object.values(closers).map(({ file }) => file))].sort(),
  );
});

/** The table, whose process dies right after operation number `dies`. */
function mortal(table: HistoryTable, dies: number) {
  let operations = 0;
  const proxy = new Proxy(table, {
    get: (target, member) => {
      const value: unknown = Reflect.get(target, member);
      if (typeof value !== 'function' || member === 'query') return value;
      return async (...given: readonly unknown[]) => {
        if (operations >= dies) throw new Error('killed');
        operations += 1;
        const answer: unknown = await Reflect.apply(value, target, given);
        if (operations >= dies) throw new Error('killed');
        return answer;
      };
    },
  });
  return { proxy, count: () => operations };
}

test.each(Object.entries(closers))(
  '%s: killed after any operation, one message per end',
  async (_, closer) => {
    const { run: closed } = closer.record ?? record;
    const messages = async (history: History) =>
      (await history.outbox()).map(({ id }) => id).filter((id) => id.startsWith(closed));
    for (let dies = 1, operations = Number.POSITIVE_INFINITY; dies <= operations; dies += 1) {
      const table = memoryTable(new Map<string, Map<string, Item>>());
      const history = historyOf(table);
      await closer.before?.(history);
      const { proxy, count } = mortal(table, dies);
      const isKilled = await closer.close(historyOf(proxy)).then(
        () => false,
        () => true,
      );
      if (!isKilled) operations = count();
      // A record is never closed without its message.
      const isClosed = (await history.run(closed))?.phases.closed !== undefined;
      if (isClosed) expect([dies, await messages(history)]).toEqual([dies, [endedId(closed)]]);
      await closer.close(history);
      expect([dies, (await history.run(closed))?.phases.closed]).toEqual([dies, now.toISOString()]);
      expect([dies, await messages(history)]).toEqual([dies, [endedId(closed)]]);
    }
  },
);
