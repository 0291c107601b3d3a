import type { JobSnapshots, NamedSnapshot } from '../../../application/lake/list-snapshots';
import { oneLine } from '../../output/escape-control-characters';
import { bytes, count, moment, plural } from '../../output/quantities';
import { table } from '../../output/table';

// The name of a snapshot begins with the time when its run was opened.
const columns = [
  { title: 'SNAPSHOT' },
  { title: 'TABLES', align: 'right' },
  { title: 'ROWS', align: 'right' },
  { title: 'FILES', align: 'right' },
  { title: 'SIZE', align: 'right' },
  { title: '' },
] as const;

export function showSnapshots({ job, pointer, snapshots, named }: JobSnapshots, width: number): string {
  if (snapshots.length === 0 && named.length === 0)
    return `${job} has no snapshot yet: "lakeferry run ${job} --wait" makes one`;
  const rows = snapshots.map((one) => [
    one.snapshot,
    count(one.tables),
    count(one.rows),
    count(one.files),
    bytes(one.bytes),
    one.current ? 'current' : '',
  ]);
  const back = pointer?.rolledBack;
  return [
    ...(rows.length === 0 ? [] : [table(columns, rows, width)]),
    ...(back === undefined
      ? []
      : [
          `rolled back from ${back.from} by ${oneLine(back.by)}, ${moment(back.at)}; the next run moves readers forward`,
        ]),
    ...named.flatMap(namedLines),
  ].join('\n');
}

function namedLines({ snapshot, tables, rows, keptUntil, folders }: NamedSnapshot): string[] {
  const until = keptUntil === undefined ? '' : `, kept until ${moment(keptUntil)}`;
  return [
    `${snapshot}: ${plural(tables, 'table')}, ${count(rows)} rows${until}; readers are not switched to it`,
    ...folders.map((folder) => `  ${folder}`),
  ];
}
