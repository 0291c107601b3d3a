import { engineFacts } from '../model/source-engine';
import type { Discovered } from './discovered';
import { type SuggestedJob, type SuggestedTable, suggestJobs } from './suggest-jobs';

export interface DepartmentFile {
  readonly department: string;
  readonly source: string;
  readonly target: string;
}

/** Returns a valid department file to start from, with the reasons as comments. */
export function departmentFile(
  { department, source, target }: DepartmentFile,
  discovered: Discovered,
): string {
  const { jobs, leftOut } = suggestJobs(discovered);
  const { productName } = engineFacts[discovered.engine];
  return [
    '# yaml-language-server: $schema=../department.schema.json',
    `# Written by "lakeferry discover ${source}" from ${productName} ${oneLine(discovered.version)}, as a start.`,
    `department: ${department}`,
    'owner: somebody@example.com # change it to the address of the owner',
    `source: ${source}`,
    `target: ${target}`,
    'time-zone: UTC # of the schedules',
    '',
    'jobs:',
    ...jobs.flatMap(jobLines),
    ...(leftOut.length === 0
      ? []
      : [
          '',
          '# Left out:',
          ...leftOut.map(({ schema, table, because }) => `# - ${oneLine(`${schema}.${table}`)}: ${because}`),
        ]),
    '',
  ].join('\n');
}

function jobLines({ name, mode, because, tables }: SuggestedJob): string[] {
  return [
    ...because.map((line) => `  # ${oneLine(line)}`),
    `  - name: ${name}`,
    `    mode: ${mode}`,
    ...(mode === 'full-load' ? ['    schedule: cron(0 2 * * ? *)'] : []),
    '    enabled: false # set it to true after a review',
    '    tables:',
    ...tables.flatMap(tableLines),
  ];
}

/**
 * A name that could be read as a pattern, as two names or as other YAML is quoted, with `match:
 * exact`.
 */
function tableLines({ schema, table, parallel, remark }: SuggestedTable): string[] {
  const isPlain = [schema, table].every((one) => /^[A-Za-z][A-Za-z0-9_$]*$/.test(one));
  const comment = `# ${oneLine(remark)}`;
  if (isPlain && !parallel) return [`      - ${schema}.${table} ${comment}`];
  return [
    ...(isPlain
      ? [`      - table: ${schema}.${table} ${comment}`]
      : [
          `      - table: ${quotedText(table)} ${comment}`,
          `        schema: ${quotedText(schema)}`,
          '        match: exact',
        ]),
    ...(parallel ? ['        parallel: auto'] : []),
  ];
}

/** Removes control characters, which YAML does not allow in a comment and a terminal executes. */
const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

/** Escapes also DEL and the C1 control characters, which JSON leaves unchanged. */
const quotedText = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
