import type { CheckDefinition, CheckFinding, Severity } from './check';
import type { Answers, Row } from './query';

/** Rows of an answer; none when the question failed or was never asked. */
export function rowsOf(answers: Answers, id: string): readonly Row[] {
  const answer = answers.get(id);
  return answer !== undefined && 'rows' in answer ? answer.rows : [];
}

/** Why there is no answer; undefined when there is one. */
export function whyUnanswered(answers: Answers, id: string): string | undefined {
  const answer = answers.get(id);
  if (answer === undefined) return `${id} was not asked`;
  return 'error' in answer ? `${answer.error.code}: ${answer.error.message}` : undefined;
}

export function textOf(row: Row | undefined, column: string): string | undefined {
  const value = row?.[column];
  return value === undefined || value === null ? undefined : String(value);
}

/** Undefined where there is no number: NULL, or text that is none. */
export function numberOf(row: Row | undefined, column: string): number | undefined {
  const value = row?.[column];
  if (value === undefined || value === null || typeof value === 'boolean' || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

export function isYes(row: Row | undefined, column: string): boolean {
  return ['yes', 'y', 'true', '1', 't'].includes((textOf(row, column) ?? '').toLowerCase());
}

/** A finding in the words of its definition; `severity` where the evidence weighs otherwise. */
export function finding(
  definition: CheckDefinition,
  found: string,
  more: Partial<Pick<CheckFinding, 'schema' | 'table' | 'column' | 'mend'>> & {
    readonly severity?: Severity;
  } = {},
): CheckFinding {
  return {
    check: definition.id,
    severity: definition.severity,
    found,
    why: definition.why,
    source: definition.source,
    ...more,
  };
}
