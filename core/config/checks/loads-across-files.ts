import { didYouMean } from '../../nearest-name';
import type { Finding, Problem } from '../reading/problem';
import type { Checked } from '../reading/read-files';
import type { Connections } from '../schema/connections-schema';
import { inboxOf } from '../schema/defaults';
import type { Department } from '../schema/department-schema';
import type { Load } from '../schema/load-schema';

/** Problems between loads of all departments: targets that are not PostgreSQL databases, inboxes within each other, shared tables. */
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
            hint: didYouMean(target, databases).hint ?? `databases: ${databases.join(', ') || 'none'}`,
          },
        ];
  if (found.engine === 'postgres') return [];
  return [
    {
      path,
      value: target,
      allowed: databases,
      message: `"${target}" is not a database: files are loaded into PostgreSQL`,
      hint: `databases: ${databases.join(', ') || 'none'}`,
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
      message: `"${inbox}" is within the inbox of ${other.key}: a file would be loaded twice`,
      hint: 'choose another prefix for one of them',
    }));
}

/** A load with mode replace deletes the rows of other loads into the same table. */
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
      message: `"${load.table}" is also loaded by ${other.key}, whose rows mode: replace would delete`,
      hint: 'use append or upsert for both, or give each its own table',
    }));
}
