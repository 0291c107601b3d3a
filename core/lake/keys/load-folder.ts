import type { JobPlan } from '../../planning/job-plan';
import type { MappingRule } from '../../tables/mapping-rule';
import type { TableName } from '../../tables/table-name';
import { exactName, matchesTable } from '../../tables/table-pattern';
import { locate } from '../../tables/target-names';
import { stagedNames } from './staged-names';

type Job = Pick<JobPlan, 'expectedTables'> & Partial<Pick<JobPlan, 'tableMappings'>>;

/** File of a full load. A load by ranges puts the number of the segment first. */
const loadFile = /^(SEGMENT\d+_)?LOAD[0-9A-F]+\./;

/** True for the name of a file that a full load writes, without folders. */
export function isLoadFile(file: string): boolean {
  return loadFile.test(file);
}

/**
 * True if DMS writes this file of a load into a folder of its own below the table's folder. A parallel load has a folder per
 * partition, or per segment with a name.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Tablesettings.html
 */
export function isInLoadFolder(file: string, staged: TableName, job: Job): boolean {
  return isLoadFile(file) && isLoadedInParallel(staged, job);
}

function isLoadedInParallel(staged: TableName, { expectedTables, tableMappings = {} }: Job): boolean {
  const namesOf = stagedNames({ expectedTables, tableMappings });
  const isStaged = (source: TableName): boolean => {
    const names = namesOf(source);
    return names.schema === staged.schema && names.table === staged.table;
  };
  const sources: readonly TableName[] = [...expectedTables.filter(isStaged), staged];
  return parallelRules(tableMappings['rules']).some(({ schema, table }) => {
    const exact = { schema: exactName(schema), table: exactName(table) };
    if (exact.schema !== undefined && exact.table !== undefined)
      return isStaged({ schema: exact.schema, table: exact.table });
    return sources.some((one) => matchesTable({ schema, table }, one));
  });
}

function parallelRules(rules: unknown) {
  return (Array.isArray(rules) ? rules : [])
    .filter(
      (rule: MappingRule) => rule['rule-type'] === 'table-settings' && isParallel(rule['parallel-load']),
    )
    .flatMap((rule: MappingRule) => locate(rule));
}

function isParallel(load: unknown): boolean {
  return typeof load === 'object' && load !== null && 'type' in load && load.type !== 'none';
}
