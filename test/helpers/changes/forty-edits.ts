import type { ChangeClass } from '../../../core/changes/change';
import { type SampleConfig, sampleConfig } from './sample-config';

/** Edit of the files, with the class that a deployment of it has. */
export interface Edit {
  readonly name: string;
  readonly is: ChangeClass;
  readonly edit: (config: SampleConfig) => void;
  /** Edits that were deployed before, one after the other. The tasks of jobs are older. */
  readonly before?: readonly ((config: SampleConfig) => void)[];
  /** True: what is left of it was deleted as `diff` says. */
  readonly isCleared?: boolean;
  /** True: the local cloud refuses the update, because it does not have networks. */
  readonly isUnknown?: boolean;
}

const orders = { table: 'sales.orders' };
const others = ['sales.payments'];
const arn = 'arn:aws:sqs:eu-west-1:123456789012:after-sales';

/** Edit of keys of a job; `undefined` removes one. */
function job(name: string, keys: Readonly<Record<string, unknown>>): (config: SampleConfig) => void {
  return (config) => {
    config.jobs[name] = JSON.parse(JSON.stringify({ ...config.jobs[name], ...keys }));
  };
}

function source(name: string, keys: SampleConfig['environment']): (config: SampleConfig) => void {
  return (config) => {
    config.sources[name] = { ...config.sources[name], ...keys };
  };
}

function instance(keys: SampleConfig['instance']): (config: SampleConfig) => void {
  return (config) => {
    Object.assign(config.instance, keys);
  };
}

/** Existing resources of a job, in addition to its other keys. */
function existing(name: string, keys: Readonly<Record<string, unknown>>) {
  return job(name, { existing: { dev: keys } });
}

const dms = (kind: string) => `arn:aws:dms:eu-west-1:000000000000:${kind}`;
const erp = { arn: dms('rep:ERP'), identifier: 'erp' };

function live(keys: Readonly<Record<string, unknown>>) {
  return job('live', keys);
}

function without(name: string) {
  return ({ jobs }: SampleConfig) => delete jobs[name];
}

/** As in the sample. */
function back(name: string) {
  return ({ jobs }: SampleConfig): void => {
    jobs[name] = sampleConfig().jobs[name] ?? {};
  };
}

function renamed(name: string, other: string) {
  return ({ jobs }: SampleConfig): void => {
    jobs[other] = jobs[name] ?? {};
    delete jobs[name];
  };
}

export const edits: readonly Edit[] = [
  // Nothing that runs
  { name: 'no edit', is: 'none', edit: () => undefined },
  { name: 'description of a job', is: 'none', edit: live({ description: 'Orders' }) },
  {
    name: 'description of the department',
    is: 'none',
    edit: ({ department }) => (department['description'] = 'Shop'),
  },
  // Live
  { name: 'schedule', is: 'live', edit: live({ schedule: 'cron(0 7 * * ? *)' }) },
  { name: 'no schedule', is: 'live', edit: live({ schedule: undefined }) },
  { name: 'max-duration', is: 'live', edit: live({ 'max-duration': '2h' }) },
  { name: 'max-latency', is: 'live', edit: live({ 'max-latency': '1h' }) },
  { name: 'resume-limit', is: 'live', edit: live({ 'resume-limit': 9 }) },
  {
    name: 'start-from of a task that exists',
    is: 'live',
    edit: job('changes', { 'start-from': 'checkpoint' }),
  },
  { name: 'notify', is: 'live', edit: live({ notify: { policy: 'never' } }) },
  { name: 'pause-after', is: 'live', edit: live({ 'pause-after': 3 }) },
  { name: 'fresh-within', is: 'live', edit: live({ 'fresh-within': '9h' }) },
  { name: 'hand-off', is: 'live', edit: live({ 'hand-off': [{ on: 'success', queue: arn }] }) },
  { name: 'check', is: 'live', edit: live({ check: 'warn' }) },
  { name: 'tags of a job', is: 'stop-and-modify', edit: live({ tags: { team: 'shop' } }) },
  {
    name: 'tags of a job without an endpoint of its own',
    is: 'live',
    edit: job('copy', { tags: { team: 'shop' } }),
  },
  {
    name: 'tags of the department',
    is: 'stop-and-modify',
    edit: ({ department }) => (department['tags'] = { team: 'shop' }),
  },
  {
    name: 'tags of the environment',
    is: 'stop-and-modify',
    edit: ({ environment }) => (environment['tags'] = { team: 'data' }),
  },
  {
    name: 'a tag that DMS does not take',
    is: 'live',
    edit: ({ environment }) => (environment['tags'] = { team: 'data@example.com' }),
  },
  { name: 'folder in the lake', is: 'live', edit: live({ lake: { prefix: 'elsewhere' } }) },
  { name: 'owner', is: 'live', edit: ({ department }) => (department['owner'] = 'shop@example.com') },
  {
    name: 'tables of a full load',
    is: 'live',
    edit: job('nightly', { tables: ['sales.customers', 'sales.regions'] }),
  },
  { name: 'format of a full load', is: 'live', edit: job('nightly', { format: 'csv' }) },
  {
    name: 'segments of a table',
    is: 'live',
    edit: job('nightly', { tables: [{ table: 'sales.customers', parallel: 'auto' }] }),
  },
  {
    name: 'a new full load',
    is: 'live',
    edit: job('weekly', { mode: 'full-load', tables: ['sales.stock'] }),
  },
  {
    name: 'a job that follows changes, new',
    is: 'live',
    edit: job('more', { mode: 'cdc', tables: ['sales.stock'] }),
  },
  {
    name: 'a full load that is removed',
    is: 'live',
    edit: ({ jobs }) => delete jobs['nightly'],
  },
  {
    name: 'a full load that is disabled',
    is: 'live',
    edit: job('nightly', { enabled: false }),
  },
  {
    name: 'a load of files',
    is: 'live',
    edit: ({ loads }) => (loads['prices'] = { ...loads['prices'], 'allow-empty': true }),
  },
  {
    name: 'permissions boundary',
    is: 'live',
    edit: ({ environment }) => (environment['permissions-boundary'] = 'ServiceBoundary'),
  },
  {
    name: 'retention of the history',
    is: 'live',
    edit: ({ environment }) => (environment['history-retention-days'] = 30),
  },
  {
    name: 'limit of runs that read a source',
    is: 'live',
    edit: source('sales-db', { 'max-concurrent-runs': 2 }),
  },
  {
    name: 'existing instance and endpoints of a full load',
    is: 'live',
    edit: existing('nightly', {
      'replication-instance': erp,
      'source-endpoint': dms('endpoint:SALES'),
      'target-endpoint': dms('endpoint:FILES'),
    }),
  },
  {
    name: 'mode from a full load to following',
    is: 'live',
    edit: job('nightly', { mode: 'cdc', schedule: undefined, format: 'csv' }),
  },
  {
    name: 'a full load that is renamed',
    is: 'live',
    edit: renamed('nightly', 'every-night'),
  },
  {
    name: 'a job that comes back after its endpoint was deleted',
    is: 'live',
    before: [without('live')],
    isCleared: true,
    edit: back('live'),
  },
  // Stop and modify
  {
    name: 'a job that follows changes, renamed',
    is: 'stop-and-modify',
    edit: renamed('live', 'lively'),
  },
  {
    name: 'existing instance of a job',
    is: 'stop-and-modify',
    edit: existing('live', { 'replication-instance': erp }),
  },
  {
    name: 'existing instance of a source',
    is: 'stop-and-modify',
    edit: source('hr-db', { 'replication-instance': erp }),
  },
  {
    name: 'a table more',
    is: 'stop-and-modify',
    edit: live({ tables: ['sales.orders', 'sales.payments', 'sales.refunds'] }),
  },
  { name: 'a table less', is: 'stop-and-modify', edit: live({ tables: ['sales.orders'] }) },
  {
    name: 'a table more, without a load',
    is: 'stop-and-modify',
    edit: job('changes', { tables: ['hr.people', 'hr.jobs'] }),
  },
  {
    name: 'a column that stays',
    is: 'stop-and-modify',
    edit: live({ tables: [{ ...orders, 'exclude-columns': ['note'] }, ...others] }),
  },
  {
    name: 'rows',
    is: 'stop-and-modify',
    edit: live({ tables: [{ ...orders, where: [{ column: 'id', operator: 'gte', value: 5 }] }, ...others] }),
  },
  {
    name: 'another name in the lake',
    is: 'stop-and-modify',
    edit: live({ tables: [{ ...orders, rename: 'o' }, ...others] }),
  },
  {
    name: 'load order',
    is: 'stop-and-modify',
    edit: live({ tables: [{ ...orders, 'load-order': 2 }, ...others] }),
  },
  {
    name: 'task settings',
    is: 'stop-and-modify',
    edit: live({ 'task-settings': { TargetMetadata: { LobMaxSize: 64 } } }),
  },
  {
    name: 'batch-interval',
    is: 'stop-and-modify',
    edit: live({ format: { type: 'csv', 'batch-interval': '60s' } }),
  },
  {
    name: 'a setting of the files that is removed',
    is: 'stop-and-modify',
    edit: live({ format: { type: 'csv' } }),
  },
  { name: 'disabled', is: 'stop-and-modify', edit: live({ enabled: false }) },
  {
    name: 'a job that follows changes, removed',
    is: 'stop-and-modify',
    edit: ({ jobs }) => delete jobs['live'],
  },
  {
    name: 'secret of a source',
    is: 'stop-and-modify',
    edit: source('sales-db', { secret: 'lakeferry/other' }),
  },
  { name: 'ssl of a source', is: 'stop-and-modify', edit: source('sales-db', { ssl: 'none' }) },
  {
    name: 'connection attributes',
    is: 'stop-and-modify',
    edit: source('sales-db', { 'connection-attributes': { heartbeatEnable: true } }),
  },
  {
    name: 'secret of a target',
    is: 'stop-and-modify',
    edit: ({ targets }) => (targets['backoffice'] = { ...targets['backoffice'], secret: 'lakeferry/other' }),
  },
  { name: 'instance class', is: 'stop-and-modify', edit: instance({ class: 'dms.r6i.large' }) },
  { name: 'standby instance', is: 'stop-and-modify', edit: instance({ 'multi-az': true }) },
  { name: 'a newer engine version', is: 'stop-and-modify', edit: instance({ 'engine-version': '3.7.0' }) },
  // New task
  {
    name: 'mode from following to both',
    is: 'new-task',
    edit: job('copy', { mode: 'full-load-and-cdc' }),
  },
  { name: 'mode from both to a full load', is: 'new-task', edit: live({ mode: 'full-load', format: 'csv' }) },
  {
    name: 'mode from following to a full load',
    is: 'new-task',
    edit: job('changes', { mode: 'full-load', 'start-from': undefined }),
  },
  { name: 'another source of a job that loads', is: 'new-task', edit: live({ source: 'stock-db' }) },
  {
    name: 'another source, from a position',
    is: 'new-task',
    edit: ({ sources, jobs }) => {
      sources['staff-db'] = { ...sources['hr-db'], database: 'staff' };
      jobs['changes'] = { ...jobs['changes'], source: 'staff-db' };
    },
  },
  {
    name: 'the last job of a source, removed',
    is: 'stop-and-modify',
    edit: ({ jobs }) => delete jobs['changes'],
  },
  {
    name: 'existing source endpoint of a job that loads',
    is: 'new-task',
    edit: existing('live', { 'source-endpoint': dms('endpoint:SALES') }),
  },
  // Refused
  {
    name: 'a job that comes back while its endpoint exists',
    is: 'refused',
    before: [without('live')],
    edit: back('live'),
  },
  {
    name: 'a source that comes back while its endpoint exists',
    is: 'refused',
    before: [without('changes'), ({ sources }) => delete sources['hr-db']],
    edit: (config) => {
      config.sources['hr-db'] = sampleConfig().sources['hr-db'] ?? {};
    },
  },
  {
    name: 'existing source endpoint, from now on',
    is: 'refused',
    edit: existing('copy', { 'source-endpoint': dms('endpoint:SALES') }),
  },
  {
    name: 'existing target endpoint for files',
    is: 'refused',
    edit: existing('live', { 'target-endpoint': dms('endpoint:FILES') }),
  },
  {
    name: 'existing source endpoint of the last job on an endpoint',
    is: 'new-task',
    edit: existing('changes', { 'source-endpoint': dms('endpoint:HR') }),
  },
  { name: 'an older engine version', is: 'refused', edit: instance({ 'engine-version': '3.5.4' }) },
  { name: 'mode from both to following', is: 'refused', edit: live({ mode: 'cdc' }) },
  {
    name: 'another source, from now on',
    is: 'refused',
    edit: job('copy', { source: 'stock-db' }),
  },
  {
    name: 'from a database to the lake, without a slot of the owner',
    is: 'refused',
    edit: job('copy', { target: 'lake' }),
  },
  {
    name: 'from the lake to a database',
    is: 'refused',
    edit: live({ target: 'backoffice', format: undefined }),
  },
  { name: 'engine of a source', is: 'refused', edit: source('sales-db', { engine: 'sqlserver' }) },
  {
    name: 'a source that a deployed job uses',
    is: 'refused',
    edit: ({ sources, jobs }) => {
      delete sources['hr-db'];
      delete jobs['changes'];
    },
  },
  {
    name: 'the name of a source',
    is: 'refused',
    edit: (config) => {
      config.sources['shop-db'] = config.sources['sales-db'] ?? {};
      delete config.sources['sales-db'];
      config.department['source'] = 'shop-db';
    },
  },
  {
    name: 'another network',
    is: 'refused',
    isUnknown: true,
    edit: ({ environment }) => (environment['network'] = { cidr: '10.50.0.0/16' }),
  },
];
