import { isDeepStrictEqual } from 'node:util';
import { parse, parseDocument } from 'yaml';
import { z } from 'zod';
import { explainJob } from '../../../../application/configuration/explain/explain-job';
import type { Explained } from '../../../../application/configuration/explain/setting';
import { settingSections } from '../../../../application/configuration/explain/setting-sections';
import { loadKeys } from '../../../../application/configuration/explain/explain-load';
import { loadReasons, loadValues } from '../../../../application/configuration/explain/load-values';
import { loadConfig } from '../../../../core/config/load-config';
import { settingKeys } from '../../../../core/config/reading/setting-keys';
import { ConnectionOverride, Target } from '../../../../core/config/schema/connections-schema';
import { Department } from '../../../../core/config/schema/department-schema';
import { Environment } from '../../../../core/config/schema/environment-schema';
import { Job } from '../../../../core/config/schema/job-schema';
import type { ConfigFile } from '../../../../core/config/reading/yaml-file';
import type { Plan } from '../../../../core/planning/plan';
import { s3Defaults } from '../../../../core/planning/target-settings';
import type { JobPlan } from '../../../../core/planning/job-plan';
import { planMigrations } from '../../../../core/planning/plan-migrations';
import { connections, environment, now } from '../../../core/config/config-files';

test('a key of a schema has a value or a reason why it has no line of its own', () => {
  for (const { group, keys, values, reasons } of settingSections)
    for (const key of keys) {
      const known = [values, reasons].filter((one) => one[key] !== undefined).length;
      expect(`${group} ${key}: ${known}`).toBe(`${group} ${key}: 1`);
    }
});

test('a key of a load has a value or a reason, and no other has', () => {
  const known = [...Object.keys(loadValues), ...Object.keys(loadReasons)];
  expect(known.sort()).toEqual([...loadKeys].sort());
});

test('values and reasons are about keys that exist', () => {
  const all = new Set(settingSections.flatMap(({ keys }) => keys));
  for (const { values, reasons } of settingSections)
    for (const key of [...Object.keys(values), ...Object.keys(reasons)]) expect(all).toContain(key);
});

test('no key of a schema is outside the sections', () => {
  const inSections = new Set(settingSections.flatMap(({ keys }) => keys));
  const ofSchemas = [
    ...settingKeys(Job, ['task-settings']),
    ...settingKeys(Department),
    ...settingKeys(Environment),
    ...settingKeys(ConnectionOverride),
    ...settingKeys(Target),
  ];
  expect(ofSchemas.length).toBeGreaterThan(100);
  expect(ofSchemas.filter((key) => !inSections.has(key) && !key.startsWith('loads.'))).toEqual([]);
});

test('a new key in a schema is found, in an object within a union too', () => {
  const schema = z.union([
    z.strictObject({ a: z.string(), inner: z.strictObject({ b: z.int() }).optional() }),
    z.enum(['short']),
  ]);
  expect(settingKeys(z.strictObject({ one: schema, list: z.array(schema) }).partial())).toEqual([
    'one.a',
    'one.inner.b',
    'one',
    'list',
  ]);
  expect(settingKeys(schema, ['inner'])).toEqual(['a', 'inner', '']);
});

const target =
  '  warehouse: {engine: postgres, database: dwh, secret: lakeferry/dwh}\n  lake: {engine: s3}\n';
const files = (job: string): readonly ConfigFile[] => [
  { ...connections, text: connections.text.replace('  lake: {engine: s3}\n', target) },
  environment,
  {
    path: 'config/departments/sales.yaml',
    text: `department: sales\nowner: sales@example.com\nsource: sales-db\ntarget: lake\njobs:\n  - ${job}\n`,
  },
];
const jobs: Readonly<Record<string, string>> = {
  'full load of CSV':
    '{name: daily, mode: full-load, schedule: cron(0 4 * * ? *), format: csv, tables: [sales.orders]}',
  changes: '{name: live, mode: full-load-and-cdc, tables: [sales.orders], format: {type: csv}}',
  'changes only': '{name: live, mode: cdc, tables: [sales.orders]}',
  'Oracle to a database': '{name: daily, mode: full-load, source: hr-db, target: warehouse, tables: [HR.P]}',
};

function planned(written: readonly ConfigFile[]): Plan {
  const loaded = loadConfig(written, now);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return planMigrations(loaded.config, 'test');
}

function explained(written: readonly ConfigFile[]): {
  readonly plan: Plan;
  readonly all: readonly Explained[];
} {
  const plan = planned(written);
  const [job] = plan.departments.flatMap((one) => one.jobs);
  if (job === undefined) throw new Error('the sample has a job');
  return { plan, all: explainJob(written, plan, job) };
}

const places: Readonly<Record<string, (job: Explained) => readonly [string, readonly (string | number)[]]>> =
  {
    job: ({ key }) => ['departments', ['jobs', 0, ...key.split('.')]],
    lake: ({ key }) => ['departments', ['jobs', 0, ...key.split('.')]],
    endpoint: ({ key }) => ['departments', ['jobs', 0, ...key.split('.')]],
    environment: ({ key }) => ['environments', key.split('.')],
  };

test.each(Object.entries(jobs))('%s: a default changes nothing where a file has it too', (_, job) => {
  const written = files(job);
  const { plan, all } = explained(written);
  const differ: string[] = [];
  let compared = 0;
  for (const one of all.filter(({ file }) => file === undefined)) {
    // Words for an absent value, where a file could have it as a text.
    if (one.value === 'as in the source') continue;
    if (one.value === 'none' && !['publish', 'format.compression'].includes(one.key)) continue;
    const [folder, path] = places[one.group]?.(one) ?? [];
    if (folder === undefined || path === undefined) continue;
    const changed = written.map((file) => {
      if (!file.path.includes(folder)) return file;
      const document = parseDocument(file.text);
      if (path.join('.').endsWith('format') || !isFree(document.toJS(), path)) return file;
      document.setIn(path, valueIn(one));
      return { ...file, text: String(document) };
    });
    const loaded = loadConfig(changed, now);
    // Other words, such as `on request only`, are refused.
    if (!loaded.ok) continue;
    compared += 1;
    if (!isDeepStrictEqual(planMigrations(loaded.config, 'test'), withWritten(plan, one)))
      differ.push(`${one.key}: ${one.value}`);
  }
  expect(differ).toEqual([]);
  expect(compared).toBeGreaterThan(20);
});

/** The plan has some members only where a file has the key. */
function withWritten(plan: Plan, { group, key }: Explained): Plan {
  const members: Readonly<Record<string, Partial<JobPlan>>> = {
    'job check': { check: 'block' },
    'job drift': { drift: 'warn' },
    'job overlap': { overlap: 'skip' },
    'endpoint format.batch-interval': {
      targetSettings: {
        ...plan.departments[0]?.jobs[0]?.targetSettings,
        CdcMaxBatchInterval: s3Defaults.CdcMaxBatchInterval,
      },
    },
  };
  const member = members[`${group} ${key}`];
  if (member === undefined) return plan;
  return {
    ...plan,
    departments: plan.departments.map((one) => ({
      ...one,
      jobs: one.jobs.map((job) => ({ ...job, ...member })),
    })),
  };
}

function valueIn({ key, value }: Explained): unknown {
  return ['format.null-value', 'format.delimiter', 'lake.layout'].includes(key) ? value : parse(value);
}

/** False where the key above is short for several. */
function isFree(root: unknown, path: readonly (string | number)[]): boolean {
  let inner: unknown = root;
  for (const step of path.slice(0, -1)) {
    if (inner === undefined) return true;
    if (typeof inner !== 'object' || inner === null) return false;
    inner = Reflect.get(inner, step);
  }
  return inner === undefined || typeof inner === 'object';
}
