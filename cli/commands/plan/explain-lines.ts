import type { Explained } from '../../../application/configuration/resolved-keys';
import { roomOf, table } from '../../output/table';
import { inkOf, type Shell } from '../../shell';

export interface ExplainedJob {
  readonly job: string;
  readonly settings: readonly Explained[];
}

const columns = [
  { title: 'SETTING', shrinks: true },
  { title: 'VALUE', shrinks: true },
  { title: 'FROM', shrinks: true },
] as const;

/** Table per job of its settings, with the file and line of each, or `default`. */
export function explainLines(shell: Shell, jobs: readonly ExplainedJob[]): readonly string[] {
  const ink = inkOf(shell);
  return jobs.flatMap(({ job, settings }) => [
    '',
    ink.bold(`settings of ${job}`),
    table(
      columns,
      settings.map(({ key, value, file, line }) => [
        key,
        value,
        file === undefined ? 'default' : `${file}:${line}`,
      ]),
      roomOf(shell),
    ),
  ]);
}
