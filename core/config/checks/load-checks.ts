import { didYouMean } from '../../nearest-name';
import type { Finding } from '../reading/problem';
import type { Department } from '../schema/department-schema';
import type { Load } from '../schema/load-schema';
import { checkDialect } from './load-dialect-checks';

/** Problems of a department's loads. Paths start at the department. */
export function checkLoads(department: Department): Finding[] {
  const jobs = new Set(department.jobs.map(({ name }) => name));
  const seen = new Set<string>();
  return (department.loads ?? []).flatMap((load, index) => {
    const taken = jobs.has(load.name) || seen.has(load.name);
    seen.add(load.name);
    const twice: Finding[] = taken
      ? [
          {
            path: ['name'],
            value: load.name,
            message: `"${load.name}" is the name of two jobs or loads: their runs would have the same name`,
            hint: 'rename one of them',
          },
        ]
      : [];
    return [
      ...twice,
      ...checkColumns(load),
      ...checkKeys(load),
      ...checkDialect(load),
      ...checkInbox(load),
    ].map((finding) => ({ ...finding, path: ['loads', index, ...finding.path] }));
  });
}

function columnName(column: Load['columns'][number]): string {
  return typeof column === 'string' ? column : column.name;
}

function checkColumns({ columns, 'create-table': create }: Load): Finding[] {
  const names = columns.map(columnName);
  const headers = columns.map((column) =>
    typeof column === 'string' ? column : (column.header ?? column.name),
  );
  return columns.flatMap((column, index): Finding[] => {
    const path = ['columns', index];
    const [name, header] = [columnName(column), headers[index]];
    if (names.indexOf(name) !== index)
      return [{ path, value: name, message: `"${name}" is listed twice`, hint: 'remove one' }];
    if (header !== undefined && headers.indexOf(header) !== index)
      return [{ path, value: header, message: `"${header}" is the header of two columns` }];
    if (create === 'if-missing' && (typeof column === 'string' || column.type === undefined))
      return [
        {
          path,
          value: name,
          message: `"${name}" has no type, which create-table: if-missing needs`,
          hint: `write {name: ${name}, type: text}`,
        },
      ];
    return [];
  });
}

function checkKeys({ mode, keys, columns }: Load): Finding[] {
  if (mode !== 'upsert')
    return keys === undefined
      ? []
      : [
          {
            path: ['keys'],
            onKey: true,
            message: `"keys" does not apply to ${mode}`,
            hint: 'remove it, or choose mode: upsert',
          },
        ];
  if (keys === undefined)
    return [
      {
        path: ['mode'],
        value: mode,
        message: 'upsert needs "keys" to find existing rows',
        hint: 'add keys: the columns of a unique key of the table',
      },
    ];
  const names = columns.map(columnName);
  return keys.flatMap((key, index) =>
    names.includes(key) && keys.indexOf(key) === index
      ? []
      : [
          {
            path: ['keys', index],
            value: key,
            allowed: names,
            message: names.includes(key) ? `"${key}" is listed twice` : `"${key}" is not among the columns`,
            ...didYouMean(key, names),
          },
        ],
  );
}

function checkInbox({ inbox }: Load): Finding[] {
  if (inbox === undefined || !`${inbox}/`.startsWith('rejected/')) return [];
  return [
    {
      path: ['inbox'],
      value: inbox,
      message: `"${inbox}" is the folder of reject files, which would be loaded in turn`,
      hint: 'choose another folder',
    },
  ];
}
