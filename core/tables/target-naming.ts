import type { SourceEngine } from '../model/source-engine';
import type { MappingRule } from './mapping-rule';

/** How names change on the way into a database, beside the renames of single tables. */
export interface TargetNaming {
  /** The schema that all tables go to; undefined: as in the source. */
  readonly schema: string | undefined;
  readonly lowerCase: boolean;
}

export const asInSource: TargetNaming = { schema: undefined, lowerCase: false };

/** Naming as a person wrote it; what is absent is Lakeferry's to choose. */
export interface WrittenNaming {
  readonly schema: string | undefined;
  readonly lowerCase: boolean | undefined;
}

/**
 * Naming of a job whose source is of `engine`. Oracle writes names in upper case: PostgreSQL would take them as they come, and
 * every query would have to quote them (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.PostgreSQL.html).
 */
export function targetNaming(
  { schema, lowerCase }: WrittenNaming,
  engine: SourceEngine | undefined,
): TargetNaming {
  return { schema, lowerCase: lowerCase ?? engine === 'oracle' };
}

/** Before the job's own rules: DMS takes the rule with the lowest id for a name. */
export function schemaRules({ schema }: TargetNaming): readonly MappingRule[] {
  if (schema === undefined) return [];
  return [
    { ...transformation, 'rule-target': 'schema', 'rule-action': 'rename', ...everySchema, value: schema },
  ];
}

/** After the job's own rules, so that a name that one of those changes stays as it says. */
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
