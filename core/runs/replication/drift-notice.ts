import type { CheckReport } from '../../checks/report/check-report';
import { cutText } from '../../cut-text';
import { fullTableName } from '../../tables/table-name';
import { onlyTable } from './only-table';
import type { ReplicationNotice } from './replication-notice';

const mostNamed = 20;
const longestDetail = 2000;

/**
 * Notice about tables whose columns or keys differ from those of the last successful run. Undefined when there are none. `openedAt`:
 * time of the run that checks, so that a repeated check gives the same notice.
 */
export function driftNotice(
  { findings }: Pick<CheckReport, 'findings'>,
  openedAt: string,
): ReplicationNotice | undefined {
  const drift = findings.filter(({ check }) => check === 'schema-drift');
  if (drift.length === 0) return undefined;
  const lines = drift.slice(0, mostNamed).map(({ schema = '', table = '', column, found }) => {
    const name = fullTableName({ schema, table });
    return `${column === undefined ? name : `${name}.${column}`}: ${found}`;
  });
  const more = drift.length - lines.length;
  const text = [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
  const detail = cutText(`columns or keys changed since the last successful run: ${text}`, longestDetail);
  const table = onlyTable(drift.map(({ schema = '', table = '' }) => ({ schema, table })));
  return { kind: 'schema-drift', state: 'noted', detail, at: openedAt, ...table };
}
