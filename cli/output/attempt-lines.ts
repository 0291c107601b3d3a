import { summarize } from '../../application/runs/run-summary';
import { cancellationText } from '../../core/runs/record/cancellation';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { Ink } from '../shell';
import { oneLine } from './escape-control-characters';
import { moment, plural } from './quantities';
import { outcomeText } from './run-list';

/** Facts about an attempt: what it loads, and what it takes over. None for a run that loads all tables of its job. */
export function attemptFacts(run: RunRecord): [string, string][] {
  const { attempt, firstAttempt, onlyTables, carriesFrom, loadsAllBecause, cancelled, part } = run;
  const facts: [string, string][] = [];
  if (firstAttempt !== undefined) facts.push(['attempt', `${attempt ?? 1} of ${firstAttempt}`]);
  if (onlyTables !== undefined)
    facts.push([
      'loads',
      `${plural(onlyTables.length, 'table')}${carriesFrom === undefined ? '' : `, takes over the others of ${carriesFrom}`}`,
    ]);
  if (part !== undefined && part.where.length > 0)
    facts.push(['where', part.where.map(oneFilter).join(' and ')]);
  if (loadsAllBecause !== undefined) facts.push(['loads', `all tables: ${loadsAllBecause}`]);
  if (cancelled !== undefined) facts.push(['cancelled', oneLine(cancellationText(cancelled))]);
  return facts;
}

/** All attempts of a run, oldest first. */
export function attemptLines(attempts: readonly RunRecord[], ink: Ink, now: Date): string[] {
  if (attempts.length === 0) return [];
  const summaries = attempts.map((one) => ({ ...summarize(one, now), number: one.attempt ?? 1 }));
  return [
    ink.bold('attempts'),
    ...summaries.map((one) => `  ${one.number}  ${moment(one.openedAt)}  ${outcomeText(one, ink)}`),
  ];
}

function oneFilter({
  column,
  operator,
  value,
  values,
}: NonNullable<RunRecord['part']>['where'][number]): string {
  return [column, operator, ...(value === undefined ? [] : [value]), ...(values ?? [])]
    .map(oneLine)
    .join(' ');
}
