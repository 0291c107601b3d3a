import { loadConfig } from '../../../core/config/load-config';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { Plan } from '../../../core/planning/plan';
import { planMigrations } from '../../../core/planning/plan-migrations';
import { connections, department, environment, now } from '../config/config-files';

function planned(lines: Readonly<Record<string, string>>, environmentLines = ''): Plan {
  const databases = {
    ...connections,
    text: `${connections.text}  warehouse: {engine: postgres, database: wh, secret: lakeferry/warehouse}\n`,
  };
  const file = { ...environment, text: `${environment.text}${environmentLines}` };
  const loaded = loadConfig([databases, file, department({ target: 'warehouse', ...lines })], now);
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('; '));
  return planMigrations(loaded.config, 'test');
}

function job(lines: Readonly<Record<string, string>>): JobPlan {
  const [only] = planned(lines).departments[0]?.jobs ?? [];
  if (only === undefined) throw new Error('no job');
  return only;
}

test('the target is planned as a database, with its security group where the environment names it', () => {
  expect(
    planned({}, 'connections:\n  warehouse: {database: wh-test, ssl: none, security-group: sg-0a1b2c3d}\n')
      .targets,
  ).toEqual([
    {
      name: 'warehouse',
      engine: 'postgres',
      secretName: 'lakeferry/warehouse',
      databaseName: 'wh-test',
      sslMode: 'none',
      endpointIdentifier: 'lakeferry-test-warehouse',
      extraConnectionAttributes: '',
      securityGroup: { id: 'sg-0a1b2c3d', port: 5432 },
    },
  ]);
});

test('nothing of the lake is planned for it', () => {
  expect(job({})).toMatchObject({
    targetEngine: 'postgres',
    targetSettings: {},
    publishing: { kind: 'none' },
  });
});

test('names of an Oracle source become lower case, after the job’s own rules', () => {
  const own =
    '[{rule-type: transformation, rule-id: 70, rule-target: table, rule-action: rename, value: Kept, object-locator: {schema-name: HR, table-name: JOBS}}]';
  const plan = job({
    source: 'hr-db',
    tables: '[HR.EMPLOYEES, HR.JOBS, {table: HR.A_B, rename: Ab}]',
    rules: own,
  });
  expect(
    plan.expectedTables.map(({ targetSchema, targetTable }) => `${targetSchema}.${targetTable}`),
  ).toEqual(['hr.employees', 'hr.Kept', 'hr.Ab']);
  const rules = plan.tableMappings['rules'];
  if (!Array.isArray(rules)) throw new Error('no rules');
  expect(rules.slice(-3)).toEqual(
    ['schema', 'table', 'column'].map((target, index) =>
      expect.objectContaining({
        'rule-id': String(71 + index),
        'rule-target': target,
        'rule-action': 'convert-lowercase',
      }),
    ),
  );
});

test('names of other sources stay, unless the job says otherwise; all tables may go to one schema', () => {
  const names = (lines: Readonly<Record<string, string>>) =>
    job({ tables: '[Sales.Orders]', ...lines }).expectedTables.map(
      ({ targetSchema, targetTable }) => `${targetSchema}.${targetTable}`,
    );
  expect(names({})).toEqual(['Sales.Orders']);
  expect(names({ 'lower-case': 'true' })).toEqual(['sales.orders']);
  expect(names({ 'target-schema': 'Shop', 'lower-case': 'true' })).toEqual(['Shop.orders']);
});

test.each([
  ['full-load', undefined, 'TRUNCATE_BEFORE_LOAD'],
  ['full-load-and-cdc', undefined, 'DROP_AND_CREATE'],
  ['cdc', undefined, 'DO_NOTHING'],
  ['full-load', 'nothing', 'DO_NOTHING'],
  ['full-load', 'drop-and-create', 'DROP_AND_CREATE'],
])('%s with prepare %s is %s', (mode, prepare, expected) => {
  const { taskSettings } = job({ mode, ...(prepare === undefined ? {} : { prepare }) });
  expect(taskSettings).toMatchObject({ FullLoadSettings: { TargetTablePrepMode: expected } });
});

test('TRUNCATE reaches a database, a DROP does not; changes that come twice do no harm', () => {
  expect(job({ mode: 'cdc' }).taskSettings).toMatchObject({
    TargetMetadata: { TaskRecoveryTableEnabled: true, LimitedSizeLobMode: true, BatchApplyEnabled: false },
    ChangeProcessingDdlHandlingPolicy: { HandleSourceTableTruncated: true, HandleSourceTableDropped: false },
    ErrorBehavior: { ApplyErrorInsertPolicy: 'UPDATE_RECORD', ApplyErrorDeletePolicy: 'IGNORE_RECORD' },
  });
});

test('full LOB mode takes limited mode’s place', () => {
  expect(job({ 'task-settings': '{TargetMetadata: {FullLobMode: true}}' }).taskSettings).toMatchObject({
    TargetMetadata: { FullLobMode: true, LimitedSizeLobMode: false },
  });
});
