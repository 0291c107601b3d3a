import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The repository's own connections and environments, with a given number of generated departments.
 */
export function manyDepartments(size: {
  readonly departments: number;
  readonly tablesEach: number;
}): { readonly path: string; readonly text: string }[] {
  const config = join(__dirname, '..', '..', 'config');
  const shared = [
    join(config, 'connections.yaml'),
    ...readdirSync(join(config, 'environments')).map((name) => join(config, 'environments', name)),
  ];
  const departments = Array.from({ length: size.departments }, (_, index) => ({
    path: `config/departments/dept-${index}.yaml`,
    text: department(index, size.tablesEach),
  }));
  // So many jobs need a quota that AWS has raised.
  const quotas = `quotas: {endpoints-per-instance: ${2 * size.departments}}\n`;
  const texts = shared.map((path) => ({
    path,
    text: `${readFileSync(path, 'utf8')}${path.includes('environments') ? quotas : ''}`,
  }));
  return [...texts, ...departments];
}

/** Every fourth table is an object with a filter and excluded columns, as people write them. */
function department(index: number, tables: number): string {
  const lines = Array.from({ length: tables }, (_, table) =>
    table % 4 === 0
      ? [
          `      - table: app_${index}.table_${table}`,
          '        exclude-columns: [internal_note]',
          '        where: [{ column: amount, operator: gte, value: "0" }]',
        ].join('\n')
      : `      - app_${index}.table_${table}`,
  );
  return `department: dept-${index}
owner: dept-${index}@example.com
source: sales-db
target: lake
jobs:
  - name: nightly
    mode: full-load
    schedule: cron(0 ${4 + (index % 18)} * * ? *)
    time-zone: Europe/Vienna
    tables:
${lines.join('\n')}
`;
}
