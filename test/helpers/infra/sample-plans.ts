import { join } from 'node:path';
import type { Plan } from '../../../core/planning/plan';
import { loadPlan } from '../../../infra/load-plan';
import { sampleEnvironment, samplePlan } from '../runs/plan';
import { planOfEveryResource } from './physical-names';

const existingNetwork = {
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

/** Plans by name whose templates, together, have all that a template of Lakeferry can have. */
export const samplePlans: readonly (readonly [string, () => Plan])[] = [
  ['every type of resource', planOfEveryResource],
  ['data that is kept', () => samplePlan({ environment: sampleEnvironment({ onDelete: 'retain' }) })],
  ['a named account', () => samplePlan({ environment: sampleEnvironment({ account: '111122223333' }) })],
  ['an existing network', () => samplePlan({ environment: sampleEnvironment({ network: existingNetwork }) })],
  ['DMS roles that exist', () => samplePlan({ environment: sampleEnvironment({ createDmsRoles: false }) })],
  ['config/ for dev', () => configured('dev')],
  ['config/ for prod', () => configured('prod')],
  ['config/ for local', () => configured('local')],
];
