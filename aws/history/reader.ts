import type { JobState } from '../../core/runs/job/job-state';
import { InFlightRun } from '../../core/runs/record/in-flight-run';
import {
  daysBack,
  type IndexName,
  type ItemKey,
  indexes,
  inFlightRunKey,
  newestKey,
  isExpired,
  runKey,
  tableKey,
  tableProgressKey,
} from '../../core/runs/record/history-keys';
import { RunError } from '../../core/runs/record/run-error';
import type { RunRecord, RunWithTables } from '../../core/runs/record/run-record';
import type { TableRecord } from '../../core/runs/record/table-record';
import type { TableName } from '../../core/tables/table-name';
import { stateOf } from './job-states';
import { runOf } from './run-item';
import { tablesIn } from './run-tables';
import { knownItems } from './items/item-format';
import type { HistoryTable, Item } from './table';

/** Runs to list: those opened from `since` on (absent: all), at most `limit`. */
export interface RunListing {
  readonly limit: number;
  readonly since?: Date | undefined;
  /** Present time, to leave out expired runs. */
  readonly now: Date;
}

/** A run, and its item in flight unless it was closed. */
export interface RunInFlight {
  readonly record: RunRecord;
  readonly inFlightRun: InFlightRun | undefined;
}

export interface RunToOpen extends Partial<RunInFlight> {
  readonly jobState: JobState | undefined;
}

/** Lists are newest first and follow DynamoDB's pages. They come from indexes, which are eventually consistent. */
export interface RunReader {
  run(run: string): Promise<RunRecord | undefined>;
  /** Throws `RunNotFound`. */
  knownRun(run: string): Promise<RunRecord>;
  /** The run and its item in flight, read consistently in one call. */
  runInFlight(run: string): Promise<Partial<RunInFlight>>;
  /** As `runInFlight`. Throws `RunNotFound`. */
  knownRunInFlight(run: string): Promise<RunInFlight>;
  /** As `runInFlight`, with the state of the job. */
  runToOpen(run: string, jobKey: string): Promise<RunToOpen>;
  /** Those of the given ids that have a record, read consistently. */
  existingRuns(runs: readonly string[]): Promise<ReadonlySet<string>>;
  runWithTables(run: string): Promise<RunWithTables | undefined>;
  /** Record of one table in each run that has it. */
  tableInRuns(runs: readonly RunRecord[], table: TableName): Promise<ReadonlyMap<string, TableRecord>>;
  runsOfJob(jobKey: string, listing: RunListing): Promise<readonly RunRecord[]>;
  runsOfDepartment(department: string, listing: RunListing): Promise<readonly RunRecord[]>;
  runsOfDay(day: string, listing: RunListing): Promise<readonly RunRecord[]>;
  /** Runs of all departments, day by day back from `now`. `since` absent: seven days. */
  recentRuns(listing: RunListing): Promise<readonly RunRecord[]>;
}

const recentDays = 7;

export function runReader(table: HistoryTable): RunReader {
  const list = async (
    index: IndexName,
    value: string,
    listing: RunListing,
  ): Promise<readonly RunRecord[]> => {
    const runs: RunRecord[] = [];
    for await (const item of knownItems(table.query(indexQuery(index, value, listing)))) {
      if (runs.length >= listing.limit) break;
      const run = runOf(item);
      if (!isExpired(run, listing.now)) runs.push(run);
    }
    return runs;
  };
  const read = async (run: string): Promise<RunRecord | undefined> => {
    const item = await table.get(runKey(run));
    return item === undefined ? undefined : runOf(item);
  };
  return {
    run: read,
    async knownRun(run) {
      const record = await read(run);
      if (record === undefined) throw new RunError('RunNotFound', `the history has no run ${run}`);
      return record;
    },
    async runInFlight(run) {
      return itemsOf(run, await table.getAll([runKey(run), inFlightRunKey(run)]));
    },
    async knownRunInFlight(run) {
      const { record, inFlightRun } = itemsOf(run, await table.getAll([runKey(run), inFlightRunKey(run)]));
      if (record === undefined) throw new RunError('RunNotFound', `the history has no run ${run}`);
      return { record, inFlightRun };
    },
    async runToOpen(run, jobKey) {
      const items = await table.getAll([runKey(run), inFlightRunKey(run), newestKey(jobKey)]);
      const state = itemAt(items, newestKey(jobKey));
      return { ...itemsOf(run, items), jobState: state === undefined ? undefined : stateOf(state) };
    },
    async existingRuns(runs) {
      const keys = [...new Set(runs)].map(runKey);
      const found = new Set((await table.getAll(keys)).map((item) => item['pk']));
      return new Set(runs.filter((run) => found.has(runKey(run).pk)));
    },
    async runWithTables(run) {
      const items: Item[] = [];
      const query = {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': runKey(run).pk },
        ConsistentRead: true,
      };
      for await (const item of knownItems(table.query(query))) items.push(item);
      const record = items.find((item) => item['sk'] === runKey(run).sk);
      if (record === undefined) return undefined;
      const found = runOf(record);
      return { run: found, tables: tablesIn(items, found).filter(isOf(found)) };
    },
    async tableInRuns(runs, name) {
      const keys = runs.flatMap(({ run }) => [tableKey(run, name), tableProgressKey(run, name)]);
      const items = await table.getAll(keys);
      const ofRun = (run: string): Item[] => items.filter((item) => item['pk'] === runKey(run).pk);
      return new Map(
        runs.flatMap((run) => {
          const [record] = tablesIn(ofRun(run.run), run).filter(isOf(run));
          return record === undefined ? [] : [[run.run, record] as const];
        }),
      );
    },
    runsOfJob: (jobKey, listing) => list('byJob', jobKey, listing),
    runsOfDepartment: (department, listing) => list('byDepartment', department, listing),
    runsOfDay: (day, listing) => list('byDay', day, listing),
    async recentRuns(listing) {
      const since = listing.since ?? new Date(listing.now.getTime() - recentDays * 86_400_000);
      const days = daysBack(since, listing.now);
      const runs: RunRecord[] = [];
      // One day, then two, then four: few round trips for a quiet month, few reads for a busy day.
      for (let read = 0; read < days.length && runs.length < listing.limit; read = 2 * read + 1) {
        const limit = listing.limit - runs.length;
        const found = await Promise.all(
          days.slice(read, 2 * read + 1).map((day) => list('byDay', day, { ...listing, since, limit })),
        );
        runs.push(...found.flat().slice(0, limit));
      }
      return runs;
    },
  };
}

function itemAt(items: readonly Item[], { pk, sk }: ItemKey): Item | undefined {
  return items.find((item) => item['pk'] === pk && item['sk'] === sk);
}

function itemsOf(run: string, items: readonly Item[]): Partial<RunInFlight> {
  const record = itemAt(items, runKey(run));
  const inFlightRun = itemAt(items, inFlightRunKey(run));
  return {
    ...(record === undefined ? {} : { record: runOf(record) }),
    inFlightRun: inFlightRun === undefined ? undefined : InFlightRun.parse(inFlightRun),
  };
}

/** Leaves out what an attempt was to load or to take over before it was decided that it loads all tables. */
function isOf({ onlyTables }: RunRecord): (table: TableRecord) => boolean {
  return ({ awaited, carried }) =>
    onlyTables !== undefined || (awaited === undefined && carried === undefined);
}

function indexQuery(index: IndexName, value: string, { limit, since }: RunListing) {
  return {
    IndexName: index,
    KeyConditionExpression: '#key = :key AND openedAt >= :since',
    ExpressionAttributeNames: { '#key': indexes[index] },
    ExpressionAttributeValues: { ':key': value, ':since': (since ?? new Date(0)).toISOString() },
    ScanIndexForward: false,
    Limit: Math.min(Math.max(limit, 1), 500),
  };
}
