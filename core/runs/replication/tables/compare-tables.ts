import { createHash } from 'node:crypto';
import { tableStateOf, validationOf } from '../../../model/table-state';
import { tableIdentity } from '../../../tables/table-name';
import type { TableRecord } from '../../record/table-record';
import type { Task } from '../../task/task';
import { isMissingForGood } from '../../task/task-step';
import type { Replication } from '../replication';
import {
  type FaultyTable,
  isBelieved,
  keptFaults,
  type ListedTable,
  type MonitoredTables,
  type TableFault,
} from './monitored-tables';

/** Tables of a job to which something happened since the poll before. */
export interface ComparedTables {
  readonly monitored: MonitoredTables;
  readonly failed: readonly FaultyTable[];
  readonly recovered: readonly FaultyTable[];
  /** Tables with new DDL statements, and their number. */
  readonly altered: readonly ListedTable[];
  /** Tables that a deployed change has taken out of the job. */
  readonly left: readonly ListedTable[];
  /** Tables to compare with next time. */
  readonly listed: readonly ListedTable[];
}

type MonitoredJob = Pick<Replication, 'mode' | 'planHash' | 'tables'>;

/** Returns true when something may have happened to a table: then `compareTables` needs the tables that were listed before. */
export function mayDiffer(
  { tables: before, planHash }: MonitoredJob,
  task: Task,
  tables: readonly TableRecord[],
  now: Date,
): boolean {
  return (
    before === undefined ||
    before.taskArn !== task.arn ||
    before.startedAt !== task.startedAt ||
    before.planHash !== planHash ||
    before.digest !== digestOf(tables, task) ||
    before.faulty.some((one) => !isBelieved(one) && isDue(one, now))
  );
}

/** Compares the tables of a running task with those of the poll before. `listedBefore` is undefined at the first poll. */
export function compareTables(
  job: MonitoredJob,
  task: Task,
  tables: readonly TableRecord[],
  listedBefore: readonly ListedTable[] | undefined,
  now: Date,
): ComparedTables {
  const before = job.tables?.taskArn === task.arn ? job.tables : undefined;
  const isSameStart = before?.startedAt === task.startedAt;
  const isSamePlan = before?.planHash === job.planHash;
  const known = new Map((before?.faulty ?? []).map((one) => [tableIdentity(one), one]));
  const current = new Map(tables.map((one) => [tableIdentity(one), one]));
  const baseline = before === undefined ? [] : (listedBefore ?? []);
  const missing = baseline.filter((one) => !current.has(tableIdentity(one)));
  // Without a load, DMS lists a table at its first change after a start.
  const isListedAtOnce = isSameStart || job.mode === 'full-load-and-cdc';
  const unlisted = isSamePlan && isListedAtOnce ? missing : [];

  const next = [
    ...tables.flatMap((one) => faultOf(one, known.get(tableIdentity(one)), isIdle(task), now) ?? []),
    ...unlisted.map((one) => absenceOf(one, known.get(tableIdentity(one)), now)),
    ...(isSamePlan && !isListedAtOnce
      ? [...known].flatMap(([id, one]) => (current.has(id) || one.fault === 'unlisted' ? [] : one))
      : []),
  ].sort((a, b) => a.since.localeCompare(b.since) || tableIdentity(a).localeCompare(tableIdentity(b)));
  const faulty = next.slice(0, keptFaults);
  const stillFaulty = new Set(next.map(tableIdentity));
  const others = job.tables === before ? [] : (job.tables?.faulty ?? []);
  return {
    monitored: {
      taskArn: task.arn,
      startedAt: task.startedAt,
      planHash: job.planHash,
      digest: digestOf(tables, task),
      listed: tables.length,
      faulty,
      more: next.length - faulty.length,
    },
    failed: faulty.filter((one) => one.reported && isNews(one, known.get(tableIdentity(one)))),
    recovered: [...known.values(), ...others].filter(
      (one) => isBelieved(one) && !stillFaulty.has(tableIdentity(one)),
    ),
    altered: before === undefined || listedBefore === undefined ? [] : alteredTables(baseline, tables),
    left: isSamePlan ? [] : missing.filter((one) => !known.has(tableIdentity(one))),
    listed: [...tables.map(listedTable), ...unlisted],
  };
}

function faultOf(
  table: TableRecord,
  known: FaultyTable | undefined,
  isTaskIdle: boolean,
  now: Date,
): FaultyTable | undefined {
  const { schema, table: name, state, validation } = table;
  const fault = faultIn(table);
  const one = { schema, table: name, state: fault === 'differs' ? (validation ?? state) : state };
  if (fault !== undefined)
    return {
      ...one,
      fault,
      since: known?.fault === fault ? known.since : now.toISOString(),
      reported: true,
    };
  // While it loads again, it has not recovered. If the load fails, that is news.
  if (tableStateOf(state) !== 'unfinished') return undefined;
  const isRecovering = known !== undefined && !['unlisted', 'stalled'].includes(known.fault);
  if (isRecovering) return { ...known, state, reported: false };
  if (!isTaskIdle) return undefined;
  const since = known?.fault === 'stalled' ? known.since : now.toISOString();
  return { ...one, fault: 'stalled', since, reported: isDue({ fault: 'stalled', since }, now) };
}

/** Returns true for a task that has no table to load, as far as its counts say. */
function isIdle({ statistics }: Task): boolean {
  return statistics !== undefined && statistics.tablesLoading + statistics.tablesQueued === 0;
}

/** Counts of a task and states of its tables may contradict each other for minutes. */
const stalledAfter = 900_000;

/** Returns true when a fault has lasted long enough to be believed. */
function isDue({ fault, since }: Pick<FaultyTable, 'fault' | 'since'>, now: Date): boolean {
  const isStalled = fault === 'stalled';
  return isStalled ? now.getTime() - Date.parse(since) >= stalledAfter : isMissingForGood(since, now);
}

function faultIn({ state, validation }: TableRecord): TableFault | undefined {
  switch (tableStateOf(state)) {
    case 'error':
    case 'cancelled':
      return 'failed';
    case 'missing':
      return 'absent';
    case 'unfinished':
      // A state that the reference does not list, and that names a fault.
      return /error|suspend|fail/i.test(state) ? 'failed' : undefined;
    case 'completed':
      return validation !== undefined && validationOf(validation) === 'bad' ? 'differs' : undefined;
  }
}

/** An absence from DMS's list is believed after the time after which a missing task is. */
function absenceOf({ schema, table }: ListedTable, known: FaultyTable | undefined, now: Date): FaultyTable {
  const since = known?.fault === 'unlisted' ? known.since : now.toISOString();
  return {
    ...{ schema, table, fault: 'unlisted', state: 'not listed', since },
    reported: isDue({ fault: 'unlisted', since }, now),
  };
}

function isNews(one: FaultyTable, known: FaultyTable | undefined): boolean {
  return known === undefined || known.fault !== one.fault || !known.reported;
}

/** A count that is lower than before has begun again with the task. */
function alteredTables(
  before: readonly ListedTable[],
  tables: readonly TableRecord[],
): readonly ListedTable[] {
  const counts = new Map(before.map((one) => [tableIdentity(one), one.ddls]));
  return tables.map(listedTable).flatMap((one) => {
    const earlier = counts.get(tableIdentity(one)) ?? 0;
    const ddls = one.ddls >= earlier ? one.ddls - earlier : one.ddls;
    return ddls === 0 ? [] : { ...one, ddls };
  });
}

function listedTable({ schema, table, changes }: TableRecord): ListedTable {
  return { schema, table, ddls: changes?.ddls ?? 0 };
}

function digestOf(tables: readonly TableRecord[], task: Task): string {
  const lines = tables.map((one) => {
    const kind = tableStateOf(one.state);
    const isStalled = kind === 'unfinished' && isIdle(task);
    return JSON.stringify([one.schema, one.table, kind, isStalled, faultIn(one), one.changes?.ddls ?? 0]);
  });
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex').slice(0, 16);
}
