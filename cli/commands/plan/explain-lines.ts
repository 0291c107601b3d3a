import type { Explained } from '../../../application/configuration/explain/setting';
import { roomOf, table } from '../../output/table';
import { inkOf, type Shell } from '../../shell';

export interface ExplainedLoad {
  readonly load: string;
  readonly settings: readonly Explained[];
}

export interface ExplainedJob {
  readonly job: string;
  readonly source: string;
  readonly target: string;
  readonly settings: readonly Explained[];
}

/** Tables of settings per job and load, each with its file and line or `default`. Those of the environment come once, at the end. */
export function explainLines(
  shell: Shell,
  jobs: readonly ExplainedJob[],
  loads: readonly ExplainedLoad[],
): readonly string[] {
  const ink = inkOf(shell);
  const ofEnvironment = ({ group }: Explained): boolean => group === 'environment';
  return [
    ...jobs.flatMap((one) => [
      '',
      ink.bold(`settings of ${one.job}`),
      ...tables(
        shell,
        one.settings.filter((each) => !ofEnvironment(each)),
        one,
      ),
    ]),
    ...loads.flatMap(({ load, settings }) => [
      '',
      ink.bold(`settings of ${load}`),
      ...tables(shell, settings, undefined),
    ]),
    ...tables(shell, jobs[0]?.settings.filter(ofEnvironment) ?? [], jobs[0]),
  ];
}

/** One table per part, whose title is that of its first column. */
function tables(
  shell: Shell,
  settings: readonly Explained[],
  job: Pick<ExplainedJob, 'source' | 'target'> | undefined,
): readonly string[] {
  const titled = settings.map((one) => ({ ...one, ...titleOf(one, job) }));
  return [...new Set(titled.map(({ title }) => title))].flatMap((title) => [
    '',
    table(
      [
        { title, shrinks: true },
        { title: 'VALUE', shrinks: true },
        { title: 'FROM', shrinks: true },
      ],
      titled
        .filter((one) => one.title === title)
        .map(({ name, value, file, line }) => [
          name,
          value === '' ? '""' : value,
          file === undefined ? 'default' : `${file}:${line}`,
        ]),
      roomOf(shell),
    ),
  ]);
}

function titleOf(
  { group, key }: Explained,
  job: Pick<ExplainedJob, 'source' | 'target'> | undefined,
): { readonly title: string; readonly name: string } {
  const parts = key.split('.');
  const last = parts.at(-1) ?? key;
  // A group of task settings has a long name.
  if (group === 'task-settings') return { title: ['DMS', ...parts.slice(1, -1)].join(' '), name: last };
  if (group === 'replication-instance') return { title: 'REPLICATION INSTANCE', name: last };
  if (group === 'source') return { title: `SOURCE ${job?.source ?? ''}`, name: key };
  if (group === 'target') return { title: `TARGET ${job?.target ?? ''}`, name: key };
  return { title: group.toUpperCase(), name: key };
}
