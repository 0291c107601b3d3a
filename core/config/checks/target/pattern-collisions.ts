import { mappingRules } from '../../../tables/mapping-rules';
import { exactName, exactPattern, patternsOverlap } from '../../../tables/table-pattern';
import type { TableSelection } from '../../../tables/table-selection';
import { locate, renamesOf } from '../../../tables/target-names';
import { targetNaming } from '../../../tables/target-naming';
import {
  covers,
  type PatternPair,
  type TargetPatterns,
  targetPatterns,
} from '../../../tables/target-patterns';
import type { Finding, Problem } from '../../reading/problem';
import type { Checked } from '../../reading/read-files';
import { selectionOf } from '../../reading/table-entry';
import type { Connections } from '../../schema/connections-schema';
import type { Department } from '../../schema/department-schema';
import type { Job } from '../../schema/job-schema';
import type { RawRule } from '../../schema/table-schema';
import { databaseKey, targetPlaces } from './target-places';

/** Entry that writes tables of a database, with its patterns in the source and in the target. */
interface Writer {
  readonly who: string;
  /** Absent: a load. */
  readonly from?: {
    readonly source: string;
    readonly pattern: PatternPair;
    readonly excludes: readonly PatternPair[];
  };
  readonly into: TargetPatterns;
  /** As people wrote it. */
  readonly text: string;
  readonly isExact: boolean;
  readonly target: string;
  readonly path: readonly PropertyKey[];
}

/**
 * Patterns of a job that can match what another job or a load writes to the same database. Tables that both name exactly are the
 * matter of `target-collisions`.
 */
export function patternsBetween(
  departments: readonly Checked<Department>[],
  connections: Connections,
): Problem[] {
  const earlier = new Map<string, { readonly exact: Writer[]; readonly patterns: Writer[] }>();
  return departments.flatMap(({ place, data }) =>
    place(
      writersOf(data, connections).flatMap((writer) => {
        const key = databaseKey(connections.targets[writer.target]);
        if (key === undefined) return [];
        const { exact, patterns } = earlier.get(key) ?? { exact: [], patterns: [] };
        earlier.set(key, { exact, patterns });
        const isOther = (one: Writer): boolean => one.who !== writer.who && canCollide(one, writer);
        const other = patterns.find(isOther) ?? (writer.isExact ? undefined : exact.find(isOther));
        (writer.isExact ? exact : patterns).push(writer);
        return other === undefined ? [] : [findingOf(writer, other)];
      }),
    ),
  );
}

function canCollide(one: Writer, other: Writer): boolean {
  const isOver = (part: keyof TargetPatterns): boolean =>
    one.into[part].some((left) => other.into[part].some((right) => patternsOverlap(left, right)));
  return isOver('schemas') && isOver('tables') && !isExcluded(one, other) && !isExcluded(other, one);
}

/** True if the job of the second excludes what the first selects. */
function isExcluded({ from: one }: Writer, { from: other }: Writer): boolean {
  if (one === undefined || other === undefined || one.source !== other.source) return false;
  return other.excludes.some((excluded) => covers(excluded, one.pattern));
}

/** A pattern surely has the table that another job of its source names. Otherwise only a run knows. */
function findingOf(writer: Writer, other: Writer): Finding {
  const isSure = namesTableOf(writer, other) || namesTableOf(other, writer);
  const [verb, hint] = isSure
    ? ['are both written', 'exclude it from the pattern, or set another target-schema']
    : ['can match one table, written', 'exclude tables from one of them, or set another target-schema'];
  return {
    severity: isSure ? 'error' : 'warning',
    path: writer.path,
    value: writer.text,
    message: `"${other.text}" of ${other.who} and "${writer.text}" ${verb} to ${writer.target}: each would overwrite the other`,
    hint,
  };
}

function namesTableOf({ isExact, from: one }: Writer, { from: other }: Writer): boolean {
  return isExact && one !== undefined && one.source === other?.source && covers(other.pattern, one.pattern);
}

function writersOf(department: Department, connections: Connections): readonly Writer[] {
  const loads = (department.loads ?? []).map((load, index): Writer => {
    const [schema = '', table = ''] = load.table.split('.');
    return {
      who: `the load ${department.department}/${load.name}`,
      into: { schemas: [exactPattern(schema)], tables: [exactPattern(table)] },
      text: load.table,
      isExact: true,
      target: load.target,
      path: ['loads', index, 'table'],
    };
  });
  return [
    ...department.jobs.flatMap((job, index) => writersOfJob(job, index, department, connections)),
    ...loads,
  ];
}

function writersOfJob(
  job: Job,
  index: number,
  department: Department,
  connections: Connections,
): readonly Writer[] {
  const { sources, targets } = connections;
  const target = job.target ?? department.target;
  if (databaseKey(targets[target]) === undefined) return [];
  const source = sources[job.source ?? department.source];
  const naming = targetNaming({ schema: job['target-schema'], lowerCase: job['lower-case'] }, source?.engine);
  const entries = job.tables.map(selectionOf);
  const selections = entries.filter((entry) => entry !== undefined);
  const rules = renamesOf({ rules: mappingRules(selections, job.rules ?? [], naming) });
  const selected = [
    ...entries.map((entry, at) => ({
      entry: entry && { ...entry, isExact: entry.exact !== undefined },
      path: ['tables', at],
    })),
    ...(job.rules ?? []).map((rule, at) => ({ entry: ruleSelection(rule), path: ['rules', at] })),
  ].flatMap(({ entry, path }) =>
    entry === undefined
      ? []
      : [{ ...entry, pattern: { schema: entry.schemaPattern, table: entry.tablePattern }, path }],
  );
  const from = {
    source: JSON.stringify([source?.engine, source?.secret ?? source?.endpoint, source?.database]),
    excludes: selected.filter(({ exclude }) => exclude).map(({ pattern }) => pattern),
  };
  const common = { who: `${department.department}/${job.name}`, target };
  return [
    ...targetPlaces(job, department, connections).map(({ source: one, path }) => ({
      ...common,
      from: { ...from, pattern: { schema: exactPattern(one.schema), table: exactPattern(one.table) } },
      into: { schemas: [exactPattern(one.targetSchema)], tables: [exactPattern(one.targetTable)] },
      text: `${one.schema}.${one.table}`,
      isExact: true,
      path: ['jobs', index, ...path],
    })),
    ...selected
      .filter(({ exclude, isExact }) => !exclude && !isExact)
      .map(({ pattern, path }) => ({
        ...common,
        from: { ...from, pattern },
        into: targetPatterns(rules, pattern),
        text: `${pattern.schema}.${pattern.table}`,
        isExact: false,
        path: ['jobs', index, ...path],
      })),
  ];
}

/** Patterns that a selection rule of DMS names. */
function ruleSelection(rule: RawRule): Selected | undefined {
  const [located] = rule['rule-type'] === 'selection' ? locate(rule) : [];
  if (located === undefined) return undefined;
  const { schema, table } = located;
  const action = rule['rule-action'];
  // `explicit` has exact names.
  const isExact = action === 'explicit' || [schema, table].every((part) => exactName(part) !== undefined);
  return { schemaPattern: schema, tablePattern: table, isExact, exclude: action === 'exclude' };
}

type Selected = Pick<TableSelection, 'schemaPattern' | 'tablePattern' | 'exclude'> & {
  readonly isExact: boolean;
};
