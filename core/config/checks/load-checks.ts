import { didYouMean } from '../../nearest-name';
import type { Finding, Problem } from '../reading/problem';
import type { Checked } from '../reading/read-files';
import type { Connections } from '../schema/connections-schema';
import { inboxOf } from '../schema/defaults';
import type { Department } from '../schema/department-schema';
import type { Load } from '../schema/load-schema';

/** What does not fit within the loads of a department's file. Paths start at the department. */
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
            message: `"${load.name}" is the name of two jobs or loads: their runs could not be told apart`,
            hint: 'give one of them another name',
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

export function columnName(column: Load['columns'][number]): string {
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
      return [{ path, value: name, message: `"${name}" is listed twice`, hint: 'leave one out' }];
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
            message: `"keys" means nothing for ${mode}: no row is looked for`,
            hint: 'leave it out, or choose mode: upsert',
          },
        ];
  if (keys === undefined)
    return [
      {
        path: ['mode'],
        value: mode,
        message: 'upsert has no "keys": it could not tell which rows are the same',
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

/** COPY refuses these. */
function checkDialect(load: Load): Finding[] {
  const { delimiter = ',', quote = '"', 'null-token': nullToken } = load;
  const finding = (key: string, value: string, message: string, hint: string): Finding => ({
    path: [key],
    value,
    message,
    hint,
  });
  return [
    ...(delimiter === quote
      ? [
          finding(
            'delimiter',
            delimiter,
            `"${delimiter}" is delimiter and quote: fields could not be told apart`,
            'choose two characters',
          ),
        ]
      : []),
    ...(nullToken.includes(delimiter)
      ? [
          finding(
            'null-token',
            nullToken,
            `"${nullToken}" holds the delimiter: a NULL would be two fields`,
            'choose another token',
          ),
        ]
      : []),
    ...(nullToken.includes(quote)
      ? [
          finding(
            'null-token',
            nullToken,
            `"${nullToken}" holds the quote: what is quoted is never NULL`,
            'choose another token',
          ),
        ]
      : []),
    ...(load.method === 'aws_s3' && unknownToServer.has(load.encoding ?? '')
      ? [
          finding(
            'encoding',
            load.encoding ?? '',
            `"${load.encoding}" is not read by aws_s3`,
            'leave method out, or choose another encoding',
          ),
        ]
      : []),
  ];
}

/** Of our encodings, those that are none of a PostgreSQL database's clients, or differ there. */
const unknownToServer: ReadonlySet<string> = new Set([
  'utf-16le',
  'utf-16be',
  'iso-8859-1',
  'shift_jis',
  'gb18030',
]);

function checkInbox({ inbox }: Load): Finding[] {
  if (inbox === undefined || !`${inbox}/`.startsWith('rejected/')) return [];
  return [
    {
      path: ['inbox'],
      value: inbox,
      message: `"${inbox}" is where reject files go: they would be loaded in turn`,
      hint: 'choose another folder',
    },
  ];
}

/** What shows when the files are seen together: targets that are no PostgreSQL database, and inboxes within each other. */
export function checkLoadsAcross(
  departments: readonly Checked<Department>[],
  connections: Connections | undefined,
  knownTargets: readonly string[],
): Problem[] {
  const all = departments.flatMap(({ data }) =>
    (data.loads ?? []).map((load) => ({
      key: `${data.department}/${load.name}`,
      inbox: inboxOf(data.department, load),
    })),
  );
  const tables = departments.flatMap(({ data }) =>
    (data.loads ?? []).map((load) => ({ key: `${data.department}/${load.name}`, load })),
  );
  return departments.flatMap(({ place, data }) =>
    place(
      (data.loads ?? []).flatMap((load, index) => [
        ...(connections === undefined ? [] : checkTarget(load, index, connections, knownTargets)),
        ...overlaps(`${data.department}/${load.name}`, inboxOf(data.department, load), all, [
          'loads',
          index,
          'inbox',
        ]),
        ...replaced(`${data.department}/${load.name}`, load, index, tables, connections),
      ]),
    ),
  );
}

function checkTarget(
  { target }: Load,
  index: number,
  { targets }: Connections,
  known: readonly string[],
): Finding[] {
  const path = ['loads', index, 'target'];
  const databases = Object.keys(targets).filter((name) => targets[name]?.engine === 'postgres');
  const found = targets[target];
  if (found === undefined)
    return known.includes(target)
      ? []
      : [
          {
            path,
            value: target,
            allowed: databases,
            message: `"${target}" is not a target in connections.yaml`,
            hint: didYouMean(target, databases).hint ?? `databases there: ${databases.join(', ') || 'none'}`,
          },
        ];
  if (found.engine === 'postgres') return [];
  return [
    {
      path,
      value: target,
      allowed: databases,
      message: `"${target}" is no database: files are loaded into PostgreSQL`,
      hint: `databases there: ${databases.join(', ') || 'none'}`,
    },
  ];
}

function overlaps(
  key: string,
  inbox: string,
  all: readonly { readonly key: string; readonly inbox: string }[],
  path: readonly PropertyKey[],
): Finding[] {
  return all
    .filter((other) => other.key !== key && inbox.startsWith(other.inbox))
    .map((other) => ({
      path,
      value: inbox,
      message: `"${inbox}" lies within the inbox of ${other.key}: a file would be loaded twice`,
      hint: 'choose another prefix for one of them',
    }));
}

/** What one load puts into a table, another that replaces it takes out again. */
function replaced(
  key: string,
  load: Load,
  index: number,
  all: readonly { readonly key: string; readonly load: Load }[],
  connections: Connections | undefined,
): Finding[] {
  if (load.mode !== 'replace') return [];
  const database = (name: string): string => {
    const target = connections?.targets[name];
    return target?.engine === 'postgres' ? `${target.secret}\n${target.database}` : name;
  };
  return all
    .filter((other) => other.key !== key && other.load.table === load.table)
    .filter((other) => database(other.load.target) === database(load.target))
    .map((other) => ({
      path: ['loads', index, 'table'],
      value: load.table,
      message: `"${load.table}" is filled by ${other.key} too, whose rows this load would take out`,
      hint: 'let both append or upsert, or give one of them a table of its own',
    }));
}
