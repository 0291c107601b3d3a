import type { SourceEngine } from '../model/source-engine';
import type { MappingRule } from './mapping-rule';

/** Naming in a target database, besides renames of single tables. */
export interface TargetNaming {
  /** Schema of all tables; undefined: as in the source. */
  readonly schema: string | undefined;
  readonly lowerCase: boolean;
}

export const asInSource: TargetNaming = { schema: undefined, lowerCase: false };

/** Naming in the configuration; Lakeferry chooses what is absent. */
export interface WrittenNaming {
  readonly schema: string | undefined;
  readonly lowerCase: boolean | undefined;
}

/**
 * Naming of a job by the engine of its source. Names of Oracle are in upper case, and would need quotes in every query in
 * PostgreSQL (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.PostgreSQL.html).
 */
export function targetNaming(
  { schema, lowerCase }: WrittenNaming,
  engine: SourceEngine | undefined,
): TargetNaming {
  return { schema, lowerCase: lowerCase ?? engine === 'oracle' };
}

/** Rules before the job's own: DMS applies the rule with the lowest id to a name. */
export function schemaRules({ schema }: TargetNaming): readonly MappingRule[] {
  if (schema === undefined) return [];
  return [
    { ...transformation, 'rule-target': 'schema', 'rule-action': 'rename', ...everySchema, value: schema },
  ];
}

/** Rules after the job's own, so that the names which those rules give are kept. */
export function lowerCaseRules({ lowerCase }: TargetNaming): readonly MappingRule[] {
  if (!lowerCase) return [];
  const action = { ...transformation, 'rule-action': 'convert-lowercase' };
  return [
    { ...action, 'rule-target': 'schema', ...everySchema },
    { ...action, 'rule-target': 'table', 'object-locator': { ...every, 'table-name': '%' } },
    {
      ...action,
      'rule-target': 'column',
      'object-locator': { ...every, 'table-name': '%', 'column-name': '%' },
    },
  ];
}

const transformation = { 'rule-type': 'transformation' } as const;
const every = { 'schema-name': '%' };
const everySchema = { 'object-locator': every };
