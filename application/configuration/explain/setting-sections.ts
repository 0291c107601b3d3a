import { z } from 'zod';
import { settingKeys } from '../../../core/config/reading/setting-keys';
import { ConnectionOverride, Target } from '../../../core/config/schema/connections-schema';
import { Department } from '../../../core/config/schema/department-schema';
import { Environment } from '../../../core/config/schema/environment-schema';
import { Job } from '../../../core/config/schema/job-schema';
import { connectionReasons, connectionValues } from './connection-values';
import { environmentReasons, environmentValues, instanceValues } from './environment-values';
import { departmentReasons, departmentValues, jobReasons, jobValues } from './job-values';
import { formatValues, lakeValues } from './lake-values';
import type { Reasons, SettingGroup, Values } from './setting';

interface SettingSection {
  readonly group: Exclude<SettingGroup, 'task-settings'>;
  /** All keys of the schema that belong here, in its order. */
  readonly keys: readonly string[];
  readonly values: Values;
  readonly reasons: Reasons;
}

const ofJob = settingKeys(Job, ['task-settings']);
const ofEnvironment = settingKeys(Environment);
const startsWith =
  (...starts: readonly string[]) =>
  (key: string): boolean =>
    starts.some((start) => key.startsWith(start));
const without =
  (...starts: readonly string[]) =>
  (key: string): boolean =>
    !startsWith(...starts)(key);

/**
 * Settings of a job by part, from the schemas: a key that is new in a schema is in one of them. A test demands a value or a reason for
 * each.
 */
export const settingSections: readonly SettingSection[] = [
  { group: 'job', keys: ofJob.filter(without('lake.', 'format.')), values: jobValues, reasons: jobReasons },
  { group: 'lake', keys: ofJob.filter(startsWith('lake.')), values: lakeValues, reasons: jobReasons },
  { group: 'endpoint', keys: ofJob.filter(startsWith('format.')), values: formatValues, reasons: {} },
  {
    group: 'source',
    keys: [...settingKeys(ConnectionOverride), 'ssl of checks'],
    values: connectionValues('source'),
    reasons: connectionReasons,
  },
  {
    group: 'target',
    keys: settingKeys(z.union([Target, ConnectionOverride])),
    values: connectionValues('target'),
    reasons: connectionReasons,
  },
  {
    group: 'replication-instance',
    keys: ofEnvironment.filter(startsWith('replication-instance.')),
    values: instanceValues,
    reasons: {},
  },
  {
    group: 'department',
    keys: settingKeys(Department).filter((key) => key === 'description' || !ofJob.includes(key)),
    values: departmentValues,
    reasons: departmentReasons,
  },
  {
    group: 'environment',
    keys: ofEnvironment.filter(without('replication-instance.')),
    values: environmentValues,
    reasons: environmentReasons,
  },
];
