import type { Discovered } from './discovered';
import { type SuggestedJob, type SuggestedTable, suggest } from './suggest';

export interface DepartmentFile {
  readonly department: string;
  readonly source: string;
  readonly target: string;
}

/** A department file to start from, with the reasons as comments. It validates as it stands. */
export function departmentFile({ department, source, target }: DepartmentFile, seen: Discovered): string {
  const { jobs, left } = suggest(seen);
  return [
    '# yaml-language-server: $schema=../department.schema.json',
    `# Written by "lakeferry discover ${source}" from its ${seen.engine} ${oneLine(seen.version)}: a start, to be changed.`,
    `department: ${department}`,
    'owner: somebody@example.com # whom to ask: change it',
    `source: ${source}`,
    `target: ${target}`,
    'time-zone: UTC # that of the schedules',
    '',
    'jobs:',
    ...jobs.flatMap(jobLines),
    ...(left.length === 0
      ? []
      : [
          '',
          '# Left out:',
          ...left.map(({ schema, table, because }) => `# - ${oneLine(`${schema}.${table}`)}: ${because}`),
        ]),
    '',
  ].join('\n');
}

function jobLines({ name, mode, because, tables }: SuggestedJob): string[] {
  return [
    ...because.map((line) => `  # ${oneLine(line)}`),
    `  - name: ${name}`,
    `    mode: ${mode}`,
    ...(mode === 'full-load'
      ? ['    schedule: cron(0 2 * * ? *)', '    enabled: false # true when you have looked at it']
      : ['    enabled: false # true when you have looked at it']),
    '    tables:',
    ...tables.flatMap(tableLines),
  ];
}

/** Names that a pattern, a dot or YAML could be read into are said in full. */
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

/** Names may hold control characters, which YAML refuses in a comment and a terminal obeys. */
const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

/** JSON leaves DEL and the C1 controls as they are. */
const quotedText = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
