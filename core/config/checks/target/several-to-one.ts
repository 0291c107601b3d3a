import { exactName } from '../../../tables/table-pattern';
import type { Finding } from '../../reading/problem';
import type { Job } from '../../schema/job-schema';
import { selectionOf } from '../../reading/table-entry';

/**
 * Warnings about patterns whose tables can get one name in the target. Only a run knows which tables a pattern matches.
 * Paths start at the job.
 */
export function checkSeveralToOne(job: Job): Finding[] {
  return [...oneSchema(job), ...oneTable(job)];
}

/** Patterns that can match several schemas, all of which get one name. */
function oneSchema(job: Job): Finding[] {
  const schema = job['target-schema'] ?? renameOf(job, 'schema')?.value;
  if (schema === undefined) return [];
  return job.tables.flatMap((entry, index): Finding[] => {
    const selection = selectionOf(entry);
    if (selection === undefined || selection.exclude || exactName(selection.schemaPattern) !== undefined)
      return [];
    const text = typeof entry === 'string' ? entry : entry.table;
    return [
      {
        severity: 'warning',
        path: ['tables', index],
        value: text,
        message: `"${text}" can match several schemas: tables with the same name would be written to one table of "${schema}"`,
        hint: 'list one schema per job, each with its own target-schema',
      },
    ];
  });
}

/** Rules that give one name to every table that they match. */
function oneTable(job: Job): Finding[] {
  const rename = renameOf(job, 'table');
  const hasPatterns = job.tables.some((entry) => {
    const selection = selectionOf(entry);
    return selection !== undefined && !selection.exclude && selection.exact === undefined;
  });
  if (rename === undefined || !hasPatterns) return [];
  return [
    {
      severity: 'warning',
      path: ['rules', rename.index],
      value: rename.value,
      message: `this rule gives every table that it matches the name "${rename.value}", so several would be written to one table`,
      hint: 'write rename in the entry of one exact table instead',
    },
  ];
}

function renameOf(job: Job, target: 'schema' | 'table'): { index: number; value: string } | undefined {
  return (job.rules ?? [])
    .map((rule, index) => ({ rule, index, value: String(rule['value']) }))
    .find(
      ({ rule }) =>
        rule['rule-type'] === 'transformation' &&
        rule['rule-action'] === 'rename' &&
        rule['rule-target'] === target &&
        typeof rule['value'] === 'string' &&
        exactName(textOf(rule['object-locator']?.[`${target}-name`])) === undefined,
    );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '%';
}
