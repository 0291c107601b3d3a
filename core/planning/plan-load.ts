import { inboxOf } from '../config/schema/defaults';
import type { Department } from '../config/schema/department-schema';
import type { Load } from '../config/schema/load-schema';
import type { PostgresTargetPlan, TargetPlan } from './connection-plan';
import type { LoadPlan } from './load-plan';

/** Plans of a department's loads, by name; empty if it has none. `targets` are those of the environment. */
export function planLoads(
  environment: string,
  department: Department,
  targets: readonly TargetPlan[],
): { readonly loads?: readonly LoadPlan[] } {
  const loads = (department.loads ?? []).flatMap((load) => {
    const target = targets.find(({ name }) => name === load.target);
    return target?.engine === 'postgres' ? [planLoad(environment, department.department, load, target)] : [];
  });
  if (loads.length === 0) return {};
  return { loads: loads.sort((a, b) => (a.identity.load < b.identity.load ? -1 : 1)) };
}

function planLoad(environment: string, department: string, load: Load, target: PostgresTargetPlan): LoadPlan {
  const [schema = '', name = ''] = load.table.split('.');
  const bad = load['on-bad-rows'] ?? 'fail';
  return {
    identity: { environment, department, load: load.name, key: `${department}/${load.name}` },
    ...(load.description === undefined ? {} : { description: load.description }),
    inbox: inboxOf(department, load),
    rejected: `rejected/${department}/${load.name}/`,
    target: {
      connection: target.name,
      secretName: target.secretName,
      databaseName: target.databaseName,
      sslMode: target.sslMode,
    },
    table: { schema, name },
    columns: load.columns.map((column) =>
      typeof column === 'string'
        ? { name: column, header: column }
        : {
            name: column.name,
            header: column.header ?? column.name,
            ...(column.type === undefined ? {} : { type: column.type }),
          },
    ),
    dialect: {
      header: load.header ?? true,
      delimiter: load.delimiter ?? ',',
      quote: load.quote ?? '"',
      nullToken: load['null-token'],
      encoding: load.encoding ?? 'utf-8',
      dateStyle: load['date-style'] ?? 'ymd',
    },
    mode: load.mode,
    keys: load.keys ?? [],
    createTable: load['create-table'] === 'if-missing',
    rejectUpTo: bad === 'fail' ? 0 : bad['reject-file'],
    allowEmpty: load['allow-empty'] ?? false,
    method: load.method ?? 'copy',
  };
}
