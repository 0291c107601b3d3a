import type { Job } from '../../core/config/schema/job-schema';
import type { Random } from '../random';
import { sources } from './draw-departments';
import type { TableSize } from './scenario';

/** Seconds of the longest load per day of a scenario. */
const mostOfDays = 4 * 3600;
/** Tables that a deployment may add to a job. */
const added = 3;

/** Draws the tables of all jobs, which each source has. A load takes seconds to hours. */
export function drawTables(
  random: Random,
  jobs: readonly { readonly job: Job }[],
  days: number,
): Readonly<Record<string, readonly TableSize[]>> {
  const names = new Set(jobs.flatMap(({ job }) => namesOf(job)));
  return Object.fromEntries(
    sources.map((source) => [
      source,
      [...names].sort().map((name) => drawTable(random.fork(`${source} ${name}`), name, days)),
    ]),
  );
}

/** Jobs of scenarios name their tables as text. */
function namesOf({ name, tables }: Job): readonly string[] {
  const listed = tables.flatMap((entry) => (typeof entry === 'string' ? [entry] : []));
  const later = Array.from({ length: added }, (_, index) => `shop.${name}_added_${tables.length + index}`);
  return [...listed, ...later];
}

function drawTable(random: Random, name: string, days: number): TableSize {
  const [schema = '', table = ''] = name.split('.');
  const longest = Math.min(random.pick([10, 60, 60, 600, 600, 3600, 4 * 3600]), Math.ceil(days * mostOfDays));
  return {
    schema,
    table,
    rows: random.chance(0.1) ? 0 : random.between(1, 20_000),
    loadSeconds: random.between(1, longest),
    changesPerMinute: random.pick([0, 0, 1, 20]),
  };
}
