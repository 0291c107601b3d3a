import type { TableProgress } from './load/progress';

/** Line of a task's log, before DMS writes its time. */
export interface LogLine {
  readonly component: 'TASK_MANAGER' | 'SOURCE_UNLOAD' | 'TARGET_LOAD' | 'SOURCE_CAPTURE';
  readonly severity: 'I' | 'W' | 'E';
  readonly text: string;
  /** File and line in the code of DMS. */
  readonly place: string;
}

type TableName = Pick<TableProgress, 'schema' | 'table'>;

const kinds = {
  'full-load': 'full load only',
  cdc: 'CDC only',
  'full-load-and-cdc': 'full load and CDC',
} as const;

export function taskRuns(identifier: string, type: keyof typeof kinds, isResumed: boolean): LogLine {
  const mode = isResumed ? 'resume' : 'fresh start';
  return manager('I', `Task '${identifier}' running ${kinds[type]} in ${mode} mode`, 1868);
}

export function loadBegins(table: TableName, id: number): LogLine {
  const text = `Start loading table ${quoted(table)} (Id = ${id}) by subtask 1.`;
  return { component: 'TASK_MANAGER', severity: 'I', text, place: 'replicationtask_util.c:755' };
}

export function loadEnds(table: TableProgress, id: number): readonly LogLine[] {
  const name = `${quoted(table)} (Id = ${id})`;
  const [unloaded, loaded] = [
    `Unload finished for table ${name}. ${table.rows} rows sent.`,
    `Load finished for table ${name}. ${table.rows} rows received. 0 rows skipped.`,
  ];
  return [
    { component: 'SOURCE_UNLOAD', severity: 'I', text: unloaded, place: 'streamcomponent.c:3976' },
    { component: 'TARGET_LOAD', severity: 'I', text: loaded, place: 'streamcomponent.c:4297' },
  ];
}

export function loadFails(table: TableName, message: string): readonly LogLine[] {
  const failed = `Failed to load table ${quoted(table)}`;
  return [
    { component: 'SOURCE_UNLOAD', severity: 'E', text: message, place: 'postgres_endpoint_unload.c:1072' },
    { component: 'TASK_MANAGER', severity: 'E', text: failed, place: 'streamcomponent.c:1969' },
    suspended(table),
  ];
}

export function changesFail(table: TableName, message: string): readonly LogLine[] {
  return [
    { component: 'SOURCE_CAPTURE', severity: 'E', text: message, place: 'postgres_endpoint_capture.c:511' },
    suspended(table),
  ];
}

export function captureBegins(position: string): LogLine {
  const text = `Start reading changes at the position '${position}'`;
  return { component: 'SOURCE_CAPTURE', severity: 'I', text, place: 'postgres_endpoint_wal_engine.c:819' };
}

export function taskEnds(identifier: string, failure: string | undefined): readonly LogLine[] {
  const ended = manager('I', 'Task management thread terminated', 4134);
  return failure === undefined
    ? [ended]
    : [manager('E', `Task '${identifier}' encountered a fatal error: ${failure}`, 7369), ended];
}

const suspended = (table: TableName): LogLine =>
  manager('W', `Table ${quoted(table)} (subtask 1 thread 1) is suspended`, 2617);

function manager(severity: LogLine['severity'], text: string, line: number): LogLine {
  return { component: 'TASK_MANAGER', severity, text, place: `replicationtask.c:${line}` };
}

const quoted = ({ schema, table }: TableName): string => `'${schema}'.'${table}'`;
