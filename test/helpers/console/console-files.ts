import { stringify } from 'yaml';
import { planConfiguration } from '../../../application/configuration/plan-configuration';
import type { DiffPorts } from '../../../application/environments/diff-deployment';
import type { ConfigFile } from '../../../core/config/reading/yaml-file';
import type { Plan } from '../../../core/planning/plan';

const schedule = 'cron(0 1 * * ? *)';

interface Variant {
  readonly customers: readonly object[];
  readonly isEdited?: boolean;
}

/** Files of two departments. Values of row filters hold any text. */
function filesOf(hostile: string, { customers, isEdited = false }: Variant): readonly ConfigFile[] {
  const file = (path: string, content: object): ConfigFile => ({
    path: `config/${path}`,
    text: stringify(content),
  });
  const hrSource = isEdited ? 'people-db' : 'hr-db';
  const daily = (name: string, tables: readonly unknown[]) => ({ name, mode: 'full-load', schedule, tables });
  return [
    file('connections.yaml', {
      sources: {
        'sales-db': { engine: 'postgres', database: 'sales', secret: 'lakeferry/sales-db' },
        [hrSource]: { engine: 'postgres', database: 'hr', secret: 'lakeferry/hr-db' },
      },
      targets: { lake: { engine: 's3' } },
    }),
    file('environments/dev.yaml', {
      environment: 'dev',
      region: 'eu-west-1',
      network: { cidr: '10.40.0.0/16' },
      'replication-instance': {
        class: 'dms.t3.medium',
        'storage-gib': 50,
        'multi-az': false,
        'engine-version': '3.6.1',
      },
    }),
    file('departments/sales.yaml', {
      department: 'sales',
      owner: 'sales-data@example.com',
      source: 'sales-db',
      target: 'lake',
      jobs: [
        {
          ...daily('customers', [
            ...customers,
            { table: 'sales.audit', where: [{ column: 'note', operator: 'eq', value: hostile }] },
            { table: 'sales.tmp%', exclude: true },
          ]),
          description: 'Customers without what marketing must not see',
          'task-settings': { FullLoadSettings: { MaxFullLoadSubTasks: 4 } },
        },
        daily('invoices', ['sales.orders', 'sales.items']),
        daily('orders-daily', ['sales.orders', 'sales.items']),
        ...(isEdited ? [{ name: 'returns', mode: 'cdc', tables: ['sales.returns'] }] : []),
      ],
    }),
    file('departments/hr.yaml', {
      department: 'hr',
      owner: 'hr-data@example.com',
      source: hrSource,
      target: 'lake',
      jobs: ['contracts', 'people', 'salaries'].map((name) => daily(name, ['hr.orders', 'hr.items'])),
    }),
  ];
}

export function deployedFiles(hostile: string): readonly ConfigFile[] {
  return filesOf(hostile, {
    customers: [{ table: 'sales.customers', 'exclude-columns': ['email', 'phone'], rename: 'clients' }],
  });
}

/** Files that somebody edited since the deployment: a table and a CDC job more, an excluded column less, another source. */
export function editedFiles(hostile: string): readonly ConfigFile[] {
  return filesOf(hostile, {
    customers: [
      { table: 'sales.customers', 'exclude-columns': ['email'], rename: 'clients' },
      { table: 'sales.addresses', 'load-order': 2 },
    ],
    isEdited: true,
  });
}

/** A file that is wrong in two ways. */
export function invalidFiles(hostile: string): readonly ConfigFile[] {
  return deployedFiles(hostile).map((file) =>
    file.path.endsWith('hr.yaml')
      ? { ...file, text: file.text.replace('full-load', 'full-lode').replace('owner:', 'owners:') }
      : file,
  );
}

export function planOfFiles(files: readonly ConfigFile[]): Plan {
  return planConfiguration(files, 'dev', new Date('2026-03-10T08:00:00Z')).plan;
}

/** Plans as these files were deployed. */
export function deployedAs(plan: Plan): DiffPorts {
  const { departments, ...platform } = plan;
  const deployedAt = '2026-03-01T09:30:00Z';
  const parameters = departments.map(
    ({ name, owner }) =>
      [name, { plan: { bucket: 'assets', key: name }, owner, channels: {}, deployedAt }] as const,
  );
  return {
    departments: { deployed: async () => new Map(parameters) },
    plans: {
      department: async ({ key }) => {
        const found = departments.find(({ name }) => name === key);
        if (found === undefined) throw new Error(`no plan of ${key}`);
        return found;
      },
    },
    engineVersion: async () => undefined,
    endpointArns: async () => new Map(),
    tables: async () => undefined,
    platform: { deployed: async () => platform },
  };
}
