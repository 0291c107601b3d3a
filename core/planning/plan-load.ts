import { inboxOf } from '../config/schema/defaults';
import type { Department } from '../config/schema/department-schema';
import type { Environment } from '../config/schema/environment-schema';
import type { Load } from '../config/schema/load-schema';
import type { PostgresTargetPlan, TargetPlan } from './connection-plan';
import type { LoadPlan, LoadTarget } from './load-plan';
import { planNotify } from './follow-ups/plan-notify';

/** Plans of a department's loads, by name; empty if it has none. `targets` are those of the environment. */
export function planLoads(
  environment: Environment,
  department: Department,
  targets: readonly TargetPlan[],
): { readonly loads?: readonly LoadPlan[] } {
  const loads = (department.loads ?? []).flatMap((load) => {
    const target = targets.find(({ name }) => name === load.target);
    return target?.engine === 'postgres' ? [planLoad(environment, department, load, target)] : [];
  });
  if (loads.length === 0) return {};
  return { loads: loads.sort((a, b) => (a.identity.load < b.identity.load ? -1 : 1)) };
}

function planLoad(
  environment: Environment,
  department: Department,
  load: Load,
  target: PostgresTargetPlan,
): LoadPlan {
  const { department: name } = department;
  const [schema = '', table = ''] = load.table.split('.');
  const bad = load['on-bad-rows'] ?? 'fail';
  return {
    identity: {
      environment: environment.environment,
      department: name,
      load: load.name,
      key: `${name}/${load.name}`,
    },
    ...(load.description === undefined ? {} : { description: load.description }),
    inbox: inboxOf(name, load),
    rejected: `rejected/${name}/${load.name}/`,
    target: loadTargetOf(target),
    table: { schema, name: table },
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
    notify: planNotify(environment, department, load.notify),
  };
}

export function loadTargetOf({
  name: connection,
  secretName,
  databaseName,
  sslMode,
}: PostgresTargetPlan): LoadTarget {
  return { connection, secretName, databaseName, sslMode };
}
