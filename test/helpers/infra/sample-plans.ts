import { join } from 'node:path';
import { loadConfig } from '../../../core/config/load-config';
import type { Plan } from '../../../core/planning/plan';
import { planMigrations } from '../../../core/planning/plan-migrations';
import { loadPlan } from '../../../infra/load-plan';
import { sampleEnvironment, samplePlan } from '../runs/plan';
import { planOfEveryResource } from './physical-names';

export const existingNetwork = {
  kind: 'existing',
  vpcId: 'vpc-0123456789abcdef0',
  cidr: '10.0.0.0/16',
  privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  availabilityZones: ['eu-west-1a', 'eu-west-1b'],
} as const;

/** Plan of the repository's own `config/` for an environment. */
function configured(environment: string): Plan {
  const loaded = loadPlan(
    join(__dirname, '..', '..', '..', 'config'),
    environment,
    new Date('2026-11-29T00:00:00Z'),
  );
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.plan;
}

const ofAccount = (service: string, name: string): string =>
  `arn:aws:${service}:eu-west-1:111122223333:${name}`;
const at = (kind: string): string => ofAccount('dms', kind);

/** Plan with all that others can own, a prefix of names and a permissions boundary. */
function ofAnOrganisation(): Plan {
  const files = {
    'connections.yaml': [
      'sources: {erp: {engine: postgres, database: erp, secret: lakeferry/erp, ssl: require}}',
      'targets: {files: {engine: s3}, lake: {engine: s3}}',
    ],
    'environments/dev.yaml': [
      'environment: dev',
      'account: "111122223333"',
      'region: eu-west-1',
      'network: {cidr: 10.42.0.0/16}',
      'on-delete: retain',
      'name-prefix: acme',
      'permissions-boundary: ServiceBoundary',
      `replication-instance: {arn: "${at('rep:ERP')}", identifier: erp-migration}`,
      `connections: {erp: {endpoint: "${at('endpoint:ERP')}"}, files: {endpoint: "${at('endpoint:FILES')}"}}`,
      'existing:',
      `  staging-bucket: {name: acme-staging, kms-key: "${ofAccount('kms', 'key/1234abcd')}"}`,
      `  lake-bucket: {name: acme-lake, kms-key: "${ofAccount('kms', 'key/5678abcd')}"}`,
      `  alerts-topic: "${ofAccount('sns', 'data-alerts')}"`,
      '  staging-role: "arn:aws:iam::111122223333:role/dms-writes-staging"',
      '  secrets-role: "arn:aws:iam::111122223333:role/dms-reads-secrets"',
    ],
    'departments/erp.yaml': [
      'department: erp',
      'owner: erp@example.com',
      'source: erp',
      'target: files',
      'jobs: [{name: orders, mode: full-load, tables: [erp.orders]}, {name: items, mode: full-load, target: lake, tables: [erp.items]}]',
    ],
  };
  const texts = Object.entries(files).map(([path, lines]) => ({
    path: `config/${path}`,
    text: `${lines.join('\n')}\n`,
  }));
  const loaded = loadConfig(texts, new Date('2026-11-29T00:00:00Z'));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return planMigrations(loaded.config, 'dev');
}

/** Plans by name whose templates, together, have all that a template of Lakeferry can have. */
export const samplePlans: readonly (readonly [string, () => Plan])[] = [
  ['every type of resource', planOfEveryResource],
  ['data that is kept', () => samplePlan({ environment: sampleEnvironment({ onDelete: 'retain' }) })],
  ['a named account', () => samplePlan({ environment: sampleEnvironment({ account: '111122223333' }) })],
  ['an existing network', () => samplePlan({ environment: sampleEnvironment({ network: existingNetwork }) })],
  ['DMS roles that exist', () => samplePlan({ environment: sampleEnvironment({ createDmsRoles: false }) })],
  ['what an organisation has already', ofAnOrganisation],
  ['config/ for dev', () => configured('dev')],
  ['config/ for prod', () => configured('prod')],
  ['config/ for local', () => configured('local')],
];
