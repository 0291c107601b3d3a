import type { Manifest, Pointer } from '../../../core/lake/snapshots/manifest';
import { present, type Run } from '../../command';
import { connect } from '../../connect';
import { deployedJob, openLake, snapshotsOf } from '../../lake/lake-job';
import { bytes, count, moment } from '../../output/quantities';
import { table } from '../../output/table';

interface ListedSnapshot {
  readonly snapshot: string;
  readonly run: string;
  readonly openedAt: string;
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly bytes: number;
  /** Whether it is the one that readers follow. */
  readonly current: boolean;
}

export const snapshots: Run = async (invocation) => {
  const { shell, args } = invocation;
  const connection = await connect(invocation);
  const job = await deployedJob(connection, args[0], shell.now());
  const kept = snapshotsOf(openLake(connection), job);
  const pointer = await kept.pointer();
  const listed = (await kept.manifests()).map((manifest) => listedOf(manifest, pointer?.snapshot));
  present(invocation, { job: job.identity.key, pointer, snapshots: listed }, () =>
    listed.length === 0
      ? `${job.identity.key} has no snapshot yet: "lakeferry run ${job.identity.key} --wait" makes one`
      : [
          table(
            [
              // Its name begins with the time when its run was opened.
              { title: 'SNAPSHOT' },
              { title: 'TABLES', align: 'right' },
              { title: 'ROWS', align: 'right' },
              { title: 'FILES', align: 'right' },
              { title: 'SIZE', align: 'right' },
              { title: '' },
            ],
            listed.map((one) => [
              one.snapshot,
              count(one.tables),
              count(one.rows),
              count(one.files),
              bytes(one.bytes),
              one.current ? 'current' : '',
            ]),
            shell.width(),
          ),
          ...rolledBackLine(pointer),
        ].join('\n'),
  );
  return undefined;
};

function rolledBackLine(pointer: Pointer | undefined): string[] {
  const back = pointer?.rolledBack;
  return back === undefined
    ? []
    : [
        `rolled back from ${back.from} by ${back.by}, ${moment(back.at)}; the next run brings readers forward`,
      ];
}

function listedOf(
  { snapshot, run, openedAt, tables }: Manifest,
  pointed: string | undefined,
): ListedSnapshot {
  const files = tables.flatMap((one) => one.files);
  return {
    snapshot,
    run,
    openedAt,
    tables: tables.length,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    current: snapshot === pointed,
  };
}
