import { stringify } from 'yaml';
import type { DeployedPlan } from '../../../core/changes/diff-plans';
import { loadConfig } from '../../../core/config/load-config';
import type { Plan } from '../../../core/planning/plan';
import { planMigrations } from '../../../core/planning/plan-migrations';

type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };
type Section = Record<string, Value>;

/** Sections of a configuration that edits change. */
export interface SampleConfig {
  environment: Section;
  instance: Section;
  sources: Record<string, Section>;
  targets: Record<string, Section>;
  department: Section;
  /** Jobs by name. */
  jobs: Record<string, Section>;
  loads: Record<string, Section>;
  /** Departments besides `sales`, by name. */
  others?: Record<string, { readonly department: Section; readonly jobs: Record<string, Section> }>;
  /** True: the file of `sales` is gone. */
  withoutSales?: boolean;
}

/**
 * One job of each kind: `live` (loads, then follows), `changes` (only follows), `copy` (follows into PostgreSQL) and `nightly`
 * (loads).
 */
export function sampleConfig(): SampleConfig {
  return {
    environment: { environment: 'dev', region: 'eu-west-1', network: { cidr: '10.40.0.0/16' } },
    instance: { class: 'dms.t3.medium', 'storage-gib': 50, 'multi-az': false, 'engine-version': '3.6.1' },
    sources: {
      'sales-db': { engine: 'postgres', database: 'sales', secret: 'lakeferry/sales-db' },
      'stock-db': { engine: 'postgres', database: 'stock', secret: 'lakeferry/stock-db' },
      'hr-db': {
        engine: 'postgres',
        database: 'hr',
        secret: 'lakeferry/hr-db',
        'connection-attributes': { slotName: 'people' },
      },
    },
    targets: {
      lake: { engine: 's3' },
      backoffice: { engine: 'postgres', database: 'backoffice', secret: 'lakeferry/backoffice' },
    },
    department: { owner: 'sales@example.com', source: 'sales-db', target: 'lake' },
    jobs: {
      live: {
        mode: 'full-load-and-cdc',
        schedule: 'cron(0 6 * * ? *)',
        format: { type: 'csv', 'batch-interval': '10s' },
        tables: ['sales.orders', 'sales.payments'],
      },
      changes: {
        mode: 'cdc',
        source: 'hr-db',
        'start-from': { position: '4AF/B0000D28' },
        tables: ['hr.people'],
      },
      copy: { mode: 'cdc', target: 'backoffice', tables: ['sales.returns'] },
      nightly: { mode: 'full-load', schedule: 'cron(0 2 * * ? *)', tables: ['sales.customers'] },
    },
    loads: {
      prices: {
        target: 'backoffice',
        table: 'public.prices',
        mode: 'replace',
        'null-token': '',
        columns: ['id'],
      },
    },
  };
}

/** Plan of the files on a day of November 2026. */
export function planOfSample(config: SampleConfig): Plan {
  const named = (items: Record<string, Section>) =>
    Object.entries(items).map(([name, item]) => ({ name, ...item }));
  const file = (path: string, content: object) => ({ path: `config/${path}`, text: stringify(content) });
  const loaded = loadConfig(
    [
      file('connections.yaml', { sources: config.sources, targets: config.targets }),
      file('environments/dev.yaml', { ...config.environment, 'replication-instance': config.instance }),
      ...(config.withoutSales === true
        ? []
        : [
            file('departments/sales.yaml', {
              department: 'sales',
              ...config.department,
              jobs: named(config.jobs),
              loads: named(config.loads),
            }),
          ]),
      ...Object.entries(config.others ?? {}).map(([name, { department, jobs }]) =>
        file(`departments/${name}.yaml`, { department: name, ...department, jobs: named(jobs) }),
      ),
    ],
    new Date('2026-11-21T12:00:00Z'),
  );
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  return planMigrations(loaded.config, 'dev');
}

/** A plan as `diffPlans` takes what is deployed. */
export function deployedPlan({ departments, ...platform }: Plan): DeployedPlan {
  return { platform, departments };
}
