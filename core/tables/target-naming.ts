import type { Job } from '../config/schema/department-schema';
import type { RawRule } from '../config/schema/table-schema';

/** How names change on the way into a database, beside the renames of single tables. */
export interface TargetNaming {
  /** The schema that all tables go to; undefined: as in the source. */
  readonly schema: string | undefined;
  readonly lowerCase: boolean;
}

export const asInSource: TargetNaming = { schema: undefined, lowerCase: false };

/**
 * `engine` is the source's. Oracle writes names in upper case: PostgreSQL would take them as they come, and every query would
 * have to quote them (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.PostgreSQL.html).
 */
export function targetNaming(job: Job, engine: string | undefined): TargetNaming {
  return { schema: job['target-schema'], lowerCase: job['lower-case'] ?? engine === 'oracle' };
}

/** Before the job's own rules: DMS takes the rule with the lowest id for a name. */
export function schemaRules({ schema }: TargetNaming): readonly RawRule[] {
  if (schema === undefined) return [];
  return [
    { ...transformation, 'rule-target': 'schema', 'rule-action': 'rename', ...everySchema, value: schema },
  ];
}

/** After the job's own rules, so that a name that one of those changes stays as it says. */
export function lowerCaseRules({ lowerCase }: TargetNaming): readonly RawRule[] {
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
