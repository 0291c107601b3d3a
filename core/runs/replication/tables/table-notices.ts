import { cutText } from '../../../cut-text';
import { fullTableName } from '../../../tables/table-name';
import { onlyTable } from '../only-table';
import type { Replication } from '../replication';
import type { ReplicationNotice } from '../replication-notice';
import type { ComparedTables } from './compare-tables';
import { type FaultyTable, isBelieved, type TableFault } from './monitored-tables';

type NamedJob = Pick<Replication, 'forJob' | 'mode'>;
type Named = Pick<FaultyTable, 'schema' | 'table'>;

/** Number of tables that a notice names. */
const mostNames = 20;
const longestDetail = 2000;

/** Notices about what happened to tables: at most one of each kind, however many tables it concerns. */
export function tableNotices(
  job: NamedJob,
  compared: ComparedTables,
  now: Date,
): readonly ReplicationNotice[] {
  const { failed, recovered, altered, left, monitored } = compared;
  const at = now.toISOString();
  const isWell = !monitored.faulty.some(isBelieved);
  const notices: (Omit<ReplicationNotice, 'at'> | undefined)[] = [
    failed.length === 0
      ? undefined
      : {
          kind: 'table-suspended',
          state: 'raised',
          detail: failureText(job, failed, monitored.more),
          ...(monitored.more === 0 ? onlyTable(failed) : {}),
        },
    recovered.length === 0
      ? undefined
      : {
          kind: 'table-recovered',
          state: isWell ? 'cleared' : 'noted',
          detail: isWell && recovered.length > mostNames ? 'all tables replicate' : recoveryText(recovered),
          ...onlyTable(recovered),
        },
    altered.length + left.length === 0
      ? undefined
      : {
          kind: 'table-altered',
          state: 'noted',
          detail: [
            ...(altered.length === 0 ? [] : [alterationText(job, altered)]),
            ...(left.length === 0 ? [] : [`no longer part of the job as deployed: ${named(left)}`]),
          ].join('; '),
          ...onlyTable([...altered, ...left]),
        },
  ];
  return notices.flatMap((notice) =>
    notice === undefined ? [] : { ...notice, at, detail: cutText(notice.detail, longestDetail) },
  );
}

function failureText(job: NamedJob, failed: readonly FaultyTable[], more: number): string {
  const total = failed.length + more;
  const head = total > mostNames ? [`${total.toLocaleString('en-US')} tables have faults`] : [];
  return [
    ...head,
    ...(Object.keys(faultTexts) as TableFault[]).flatMap((fault) => {
      const tables = failed.filter((one) => one.fault === fault);
      if (tables.length === 0) return [];
      return `${faultTexts[fault]}: ${named(tables)}; fix: ${tableFix(job, fault, tables)}`;
    }),
  ].join('; ');
}

const faultTexts: Readonly<Record<TableFault, string>> = {
  failed: 'suspended by DMS after an error, so that changes no longer arrive',
  absent: 'not found in the source',
  differs: 'source and target differ, or cannot be compared',
  unlisted: 'no longer replicated by the task: dropped, renamed or not selected any more',
  stalled: 'waiting for a load that the task does not do',
};

/** Fix of a fault, as a command or an edit of the department's file. */
export function tableFix({ forJob, mode }: NamedJob, fault: TableFault, tables: readonly Named[]): string {
  switch (fault) {
    case 'failed':
    case 'stalled':
    case 'differs': {
      const log = fault === 'failed' ? 'the log of the task names the error; ' : '';
      if (mode === 'full-load-and-cdc') return `${log}${reloadCommand(forJob, tables)}`;
      return `${log}mode cdc cannot load tables again: list them in a job of mode full-load-and-cdc, and exclude them from ${forJob}`;
    }
    case 'absent':
    case 'unlisted':
      return `create them again and run lakeferry doctor ${forJob}, or exclude them from ${forJob} and deploy`;
  }
}

/** Command that loads tables again, with names that a shell takes as they are. */
export function reloadCommand(forJob: string, tables: readonly Named[]): string {
  const names = tables.slice(0, mostNames).map((one) => quoted(fullTableName(one)));
  return `lakeferry reload ${forJob} ${names.join(' ')}`;
}

function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}

function recoveryText(recovered: readonly FaultyTable[]): string {
  return `no longer with a fault: ${named(recovered)}`;
}

function alterationText({ forJob, mode }: NamedJob, altered: ComparedTables['altered']): string {
  const counted = altered.map((one) => ({ ...one, state: `${one.ddls} of them` }));
  const reload =
    mode === 'full-load-and-cdc' ? `; after TRUNCATE or DROP, ${reloadCommand(forJob, altered)}` : '';
  return `DDL statements at the source (ALTER, TRUNCATE or DROP, which DMS counts together): ${named(counted)}; compare with lakeferry doctor ${forJob}${reload}`;
}

function named(tables: readonly (Named & { readonly state?: string })[]): string {
  const names = tables
    .slice(0, mostNames)
    .map((one) => `${fullTableName(one)}${one.state === undefined ? '' : ` (${one.state})`}`);
  const more = tables.length - names.length;
  return [names.join(', '), ...(more > 0 ? [`and ${more.toLocaleString('en-US')} more`] : [])].join(' ');
}
