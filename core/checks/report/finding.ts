import type { TableName } from '../../tables/table-name';
import type { CheckDefinition } from '../catalogue/check-definition';
import type { CheckFinding, Severity } from './check-report';

export type Fix = NonNullable<CheckFinding['fix']>;

/**
 * Place, fix and severity of a finding. The severity is that of its definition unless the evidence
 * is weaker or stronger.
 */
type FindingDetails = Partial<Pick<CheckFinding, 'schema' | 'table' | 'column' | 'fix'>> & {
  readonly severity?: Severity;
};

/** Builds a finding of a check. */
export function finding(
  { id, severity, why, source }: CheckDefinition,
  found: string,
  details: FindingDetails = {},
): CheckFinding {
  return { check: id, severity, found, why, source, ...details };
}

/** Place of a finding about a table, or about one of its columns. */
export function placeOf({ schema, table }: TableName, column?: string) {
  return { schema, table, ...(column === undefined ? {} : { column }) };
}

/** Fix that can be pasted into the engine's command line. */
export function sqlFix(text: string): Fix {
  return { kind: 'sql', text };
}

/** Fix in the settings of the server or of its service. */
export function settingFix(text: string): Fix {
  return { kind: 'setting', text };
}

/** Fix in a configuration file of Lakeferry. */
export function configFix(text: string): Fix {
  return { kind: 'config', text };
}

/** Fix of a resource of AWS that others own: the setting, and its value. */
export function awsFix(text: string): Fix {
  return { kind: 'aws', text };
}
