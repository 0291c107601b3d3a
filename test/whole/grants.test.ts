import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateReplicationTaskCommand,
  DatabaseMigrationServiceClient,
  DescribeReplicationTasksCommand,
} from '@aws-sdk/client-database-migration-service';
import type { LocalCloudOptions, Role } from '@lakeferry/local-cloud';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import fc from 'fast-check';
import {
  type DeployedEnvironment,
  openEnvironment,
} from '../../application/environments/deployed-environment';
import { deployedJob, jobStarterOf } from '../../application/environments/deployed-names';
import { dropFile } from '../../aws/lake/inbox-drop';
import { jobIdentity } from '../../core/planning/job-identity';
import { type FunctionName, commonFunctions } from '../../infra/grants/grants';
import { pascalCase, scheduleGroupName } from '../../infra/names';
import { withClient } from '../helpers/databases/postgres';
import { statementFindings } from '../helpers/infra/authorization/policy-findings';
import { RecordedRequests, takeAway } from '../helpers/infra/authorization/recorded-requests';
import { type Deployed, deploySample, synthesizeSample } from '../helpers/whole/deployed';
import { ofUnusedEndpoint, spareParts, unseen, unseenOfServices } from './unseen-grants';

const minute = 60_000;
const hour = 60 * minute;

/** What Lambda does in the role's name, and no call of the function shows. */
const notCalls = /^(logs|xray):/;

describe('runs of every kind, on the deployed template', () => {
  const clock = new DrivenClock(new Date('2026-03-02T10:00:00Z'));
  let config: string;
  let assembly: string;
  let deployed: Deployed;
  let connection: DeployedEnvironment;
  let recorded: RecordedRequests;
  /** What IAM sees of a task that is created. AWS does not document it, so runs are made under both answers. */
  const taskCreation: NonNullable<LocalCloudOptions['taskCreation']> = { arn: 'id', isResource: false };

  beforeAll(async () => {
    config = mkdtempSync(join(tmpdir(), 'lakeferry-grants-'));
    cpSync('config', config, { recursive: true });
    const path = join(config, 'departments/sales.yaml');
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace('        load-order: 20', '        parallel: {segments: 3}'),
    );
    assembly = await synthesizeSample(config);
    recorded = new RecordedRequests();
    deployed = await deploySample(assembly, { clock, scale: 0.02, mayRefuse: true, taskCreation });
    const { host, port, user: username, password } = deployed.database;
    deployed.cloud.secrets.put('lakeferry/backoffice', JSON.stringify({ username, password, host, port }));
    await deployed.database.createDatabase('backoffice');
    connection = await openEnvironment('local');
    await runEverything();
  });
  afterAll(async () => {
    recorded?.stop();
    await deployed?.stop();
    for (const folder of [config, assembly]) rmSync(folder, { recursive: true, force: true });
  });

  async function run(department: string, job: string): Promise<void> {
    const { cloud } = deployed;
    await cloud.scheduler.fireNow(jobIdentity('local', department, job).slug, scheduleGroupName('local'));
    await clock.advance(1000);
    await clock.advanceUntil(() => cloud.stepFunctions.running().length === 0, hour);
  }

  /** Creates the task of a CDC job with an id of DMS, as earlier versions did. The run of the job modifies it. */
  async function createAsEarlierVersion(job: string): Promise<void> {
    const { endpoints } = await jobStarterOf(connection, `sales/${job}`);
    const { mode, tableMappings, taskSettings } = await deployedJob(connection, `sales/${job}`, clock.now());
    await new DatabaseMigrationServiceClient({}).send(
      new CreateReplicationTaskCommand({
        ReplicationTaskIdentifier: jobIdentity('local', 'sales', job).slug,
        SourceEndpointArn: endpoints?.sourceEndpointArn,
        TargetEndpointArn: endpoints?.targetEndpointArn,
        ReplicationInstanceArn: endpoints?.replicationInstanceArn,
        MigrationType: mode,
        TableMappings: JSON.stringify(tableMappings),
        ReplicationTaskSettings: JSON.stringify(taskSettings),
        Tags: Object.entries({
          'lakeferry:environment': 'local',
          'lakeferry:department': 'sales',
          'lakeferry:job': job,
          'lakeferry:plan': 'an earlier plan',
        }).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    await clock.advance(minute);
  }

  async function runEverything(): Promise<void> {
    const { cloud, database } = deployed;
    await run('hr', 'people-nightly');
    Object.assign(taskCreation, { arn: 'asterisk', isResource: true, hidesTags: true });
    await run('sales', 'orders-daily');
    Object.assign(taskCreation, { arn: 'id', isResource: false, hidesTags: false });
    await createAsEarlierVersion('orders-live');
    await run('sales', 'orders-live');
    await withClient(database, 'sales', (client) =>
      client.query("UPDATE sales.orders SET status = 'returned' WHERE order_id % 2 = 0"),
    );
    await cloud.dms.caughtUp();
    await clock.advance(5 * minute);
    const { ReplicationTasks: [task] = [] } = await new DatabaseMigrationServiceClient({}).send(
      new DescribeReplicationTasksCommand({}),
    );
    cloud.dms.failTask(task?.ReplicationTaskIdentifier ?? '');
    await cloud.scheduler.fireNow('lakeferry-local-report-leftovers', 'lakeferry-local-platform');
    const inbox = await connection.deployment.load('local', 'sales/supplier-prices');
    const path = join(config, 'prices.csv');
    writeFileSync(
      path,
      'Product,Supplier,Unit price,Valid from,Note\n1,a,1.5,2026-03-01,\n2,b,dear,2026-03-01,\n',
    );
    await dropFile(path, { bucket: inbox?.bucket ?? '', key: `${inbox?.inbox}prices.csv` });
    await clock.advance(hour + 5 * minute);
    const [loaded] = await connection.history.runsOfJob('sales/supplier-prices', {
      limit: 1,
      now: clock.now(),
    });
    expect(loaded?.verdict).toMatchObject({ outcome: 'succeeded-with-table-errors' });
  }

  function roleOf(name: FunctionName) {
    const role = deployed.cloud.roles
      .all()
      .find((one) => one.name.includes(`Functions${pascalCase(name)}Role`));
    if (role === undefined) throw new Error(`there is no role of ${name}`);
    return role;
  }

  const grantedTo = (name: FunctionName): readonly string[] => granted(roleOf(name));

  function usedBy(name: FunctionName): readonly string[] {
    return [...deployed.cloud.permissions.usedBy(roleOf(name).arn)].sort();
  }

  test('nobody was refused anything', () => {
    expect(deployed.cloud.permissions.refusals).toEqual([]);
    // The environment is removed in repair.test.ts.
    expect(commonFunctions.filter((name) => usedBy(name).length === 0)).toEqual(['prepare-removal']);
  });

  test.each(commonFunctions)('%s is allowed nothing that it has no use for', (name) => {
    const known = [...usedBy(name), ...Object.keys(unseen[name] ?? {})];
    // test/infra/grants compares those of the history with the code that calls it.
    expect(
      grantedTo(name).filter((action) => !known.includes(action) && !action.startsWith('dynamodb:')),
    ).toEqual([]);
  });

  test('the services’ roles are allowed nothing that they have no use for', () => {
    const roles = deployed.cloud.roles
      .all()
      .filter(({ name }) => !name.includes('Functions') && !ofUnusedEndpoint.test(name));
    expect(roles.length).toBeGreaterThan(8);
    for (const role of roles) {
      const known = [...deployed.cloud.permissions.usedBy(role.arn), ...Object.keys(unseenOfServices)];
      expect(granted(role).filter((action) => !known.includes(action))).toEqual([]);
    }
  });

  test('create-task tags a new task of its environment, and no task that somebody else has made', () => {
    const { arn } = roleOf('create-task');
    const task = 'arn:aws:dms:eu-west-1:000000000000:task';
    const ofTags = recorded.of(arn).filter(({ action }) => action === 'dms:AddTagsToResource');
    const isUntagged = ({ context }: (typeof ofTags)[number]): boolean =>
      context?.['aws:resourcetag/lakeferry:environment'] === undefined;
    const [created, modified] = [ofTags.filter(isUntagged), ofTags.filter((one) => !isUntagged(one))];
    expect(created.map(({ resource }) => resource)).toEqual(
      expect.arrayContaining([`${task}:*`, expect.stringMatching(/:task:[A-Z][A-Z2-7]{25}$/)]),
    );
    const theirs = `${task}:K55IUCGBASJS5VHZJIINA45FII`;
    const mayTag = (request: (typeof ofTags)[number], resource: string): boolean =>
      deployed.cloud.permissions.allows(arn, { ...request, resource });
    expect(created.filter((request) => mayTag(request, theirs))).toEqual([]);
    // The task of an earlier version, by its tag alone.
    expect(modified.map((request) => mayTag(request, theirs))).toEqual([true]);
  });

  test('a function in the network calls only what the network has an endpoint for', () => {
    const inNetwork = commonFunctions.filter((name) =>
      JSON.stringify([...roleOf(name).policies.values()]).includes('ec2:CreateNetworkInterface'),
    );
    expect(inNetwork).toEqual(['check-source', 'load-csv']);
    for (const name of inNetwork)
      for (const call of deployed.cloud.calls.by(roleOf(name).name))
        expect(['dynamodb', 's3', 'secretsmanager']).toContain(call.split(':')[0]);
  });

  test.each(commonFunctions)('%s: what these runs have no need of is granted indeed', (name) => {
    const listed = Object.keys(unseen[name] ?? {});
    expect(grantedTo(name)).toEqual(expect.arrayContaining(listed));
    expect(listed.filter((action) => usedBy(name).includes(action))).toEqual([]);
  });

  test('without any one action or resource of a statement, a recorded request is refused', () => {
    const listed = (role: string): readonly string[] => {
      const name = commonFunctions.find((one) => role.includes(`Functions${pascalCase(one)}Role`));
      return Object.keys(name === undefined ? unseenOfServices : (unseen[name] ?? {}));
    };
    const isListed = (role: string, action: string): boolean =>
      /^(logs|xray|dynamodb):/.test(action) || listed(role).includes(action);
    const spare = deployed.cloud.roles
      .all()
      .flatMap((role) => recorded.spareOf(role, deployed.cloud.permissions))
      .filter(({ role, element, text, actions }) =>
        element === 'Action' ? !isListed(role, text) : !actions.every((action) => isListed(role, action)),
      );
    const isMeant = (one: (typeof spareParts)[number], { role, text }: (typeof spare)[number]): boolean =>
      one.role.test(role) && one.text.test(text);
    expect(spare.filter((part) => !spareParts.some((one) => isMeant(one, part)))).toEqual([]);
    expect(spareParts.filter((one) => !spare.some((part) => isMeant(one, part)))).toEqual([]);
  });

  test('each recorded request is for a resource and has condition keys that AWS documents for its action', async () => {
    const requests = deployed.cloud.roles.all().flatMap(({ arn }) => recorded.of(arn));
    const distinct = new Map(
      requests.map(({ action, resource, context = {} }) => {
        const keys = Object.fromEntries(Object.keys(context).map((key) => [key, '']));
        const statement = {
          Effect: 'Allow',
          Action: action,
          Resource: resource,
          Condition: { StringEquals: keys },
        };
        return [JSON.stringify(statement), statement] as const;
      }),
    );
    expect(distinct.size).toBeGreaterThan(100);
    const found = await Promise.all([...distinct.values()].map(statementFindings));
    const newTask = 'arn:aws:dms:eu-west-1:000000000000:task:*';
    expect([...new Set(found.flat())].sort()).toEqual([
      // Older copies of AWS's reference have the task among its resources.
      `${newTask}: no action of the statement takes it`,
      // A dataset has metrics of OpenTelemetry only.
      'cloudwatch:GetMetricData: is allowed on *, and takes dataset',
      `dms:CreateReplicationTask: takes none of ${newTask}`,
    ]);
  });

  describe('a permission that is taken away', () => {
    /** Takes one action from one role of a stack, and gives it back afterwards. */
    async function without(stack: string, roleName: RegExp, action: string, then: () => Promise<void>) {
      const roles = deployed.cloud.roles.all().filter(({ name }) => name.includes(`local-${stack}`));
      const role = roles.find(({ name }) => roleName.test(name));
      if (role === undefined) throw new Error(`no role of ${stack} is like ${roleName}`);
      const giveBack = takeAway(role, action);
      try {
        await then();
      } finally {
        giveBack();
      }
    }
    const lastRun = async (job: string) =>
      (await connection.history.runsOfJob(job, { limit: 1, now: clock.now() }))[0];
    const lastRefusal = () => deployed.cloud.permissions.refusals.at(-1);

    test('fails the run, which says which action on which task', () =>
      without('platform', /StartTaskRole/, 'dms:StartReplicationTask', async () => {
        await run('hr', 'people-nightly');
        expect(lastRefusal()).toMatchObject({
          action: 'dms:StartReplicationTask',
          resource: expect.stringMatching(/:task:/),
        });
        expect(JSON.stringify(await lastRun('hr/people-nightly'))).toMatch(
          /assumed-role.* is not authorized to perform: dms:StartReplicationTask on resource: arn:aws:dms:[^ ]*:task:[^ ]* because no identity-based policy allows/,
        );
      }));

    test('of DMS fails the task, which says which action on which object', () =>
      without('hr', /StagingWriterRole/, 's3:PutObject', async () => {
        await run('hr', 'people-nightly');
        expect(lastRefusal()).toMatchObject({ action: 's3:PutObject' });
        expect(JSON.stringify(await lastRun('hr/people-nightly'))).toMatch(
          /is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::[^ ]*\/hr\/people-nightly\/[^ ]* because/,
        );
      }));

    test('of the state machine fails the execution, which says which function', () =>
      without('platform', /MigrationRole/, 'lambda:InvokeFunction', async () => {
        await run('hr', 'people-nightly');
        expect(lastRefusal()).toMatchObject({
          action: 'lambda:InvokeFunction',
          resource: expect.stringMatching(/:function:lakeferry-local-/),
          decision: { kind: 'implicit-deny', policies: 'identity-based' },
        });
      }));

    test('of Scheduler leaves the firing in the queue of what was not delivered', () =>
      without('hr', /JobStarter/, 'states:StartExecution', async () => {
        await run('hr', 'people-nightly');
        expect(lastRefusal()).toMatchObject({ action: 'states:StartExecution' });
        const undelivered = deployed.cloud.sqs.find('lakeferry-local-undelivered')?.receive(1, 30) ?? [];
        expect(JSON.stringify(undelivered)).toContain('states:StartExecution');
      }));

    test('is missed by the next run, whichever of those it is that a run uses', async () => {
      const { cloud } = deployed;
      recorded.forget();
      await run('hr', 'people-nightly');
      const used = cloud.roles.all().flatMap((role) => {
        const actions = new Set(recorded.of(role.arn).map(({ action }) => action));
        // DMS deletes the files of the load before, and a run that missed something has left none.
        if (role.name.includes('StagingWriter')) actions.delete('s3:DeleteObject');
        return [...actions].map((action) => ({ role, action }));
      });
      expect(used.length).toBeGreaterThan(40);
      // Others each day. A failure names its seed, which LAKEFERRY_SEED repeats.
      const seed = Number(process.env['LAKEFERRY_SEED'] ?? Math.floor(Date.now() / 86_400_000));
      const [ten = []] = fc.sample(fc.shuffledSubarray(used, { minLength: 10, maxLength: 10 }), {
        seed,
        numRuns: 1,
      });
      for (const { role, action } of ten) {
        const { length } = cloud.permissions.refusals;
        const isMissed = (): boolean =>
          cloud.permissions.refusals
            .slice(length)
            .some((one) => one.action === action && one.principal.includes(role.name));
        const giveBack = takeAway(role, action);
        try {
          await cloud.scheduler.fireNow(
            jobIdentity('local', 'hr', 'people-nightly').slug,
            scheduleGroupName('local'),
          );
          await clock.advanceUntil(isMissed, hour);
        } catch (cause) {
          throw new Error(`seed ${seed}: no call of ${role.name} missed ${action}`, { cause });
        } finally {
          giveBack();
        }
        await clock.advance(minute);
        await clock.advanceUntil(() => cloud.stepFunctions.running().length === 0, 3 * hour);
      }
    });

    test('given back is there again', async () => {
      const { length } = deployed.cloud.permissions.refusals;
      await run('hr', 'people-nightly');
      expect((await lastRun('hr/people-nightly'))?.verdict).toMatchObject({ outcome: 'succeeded' });
      expect(deployed.cloud.permissions.refusals).toHaveLength(length);
    });
  });
});

function granted({ policies }: Pick<Role, 'policies'>): readonly string[] {
  const actions = [...policies.values()]
    .flatMap((document) => [document['Statement']].flat() as { Effect: string; Action: string | string[] }[])
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => Action)
    .filter((action) => !notCalls.test(action));
  return [...new Set(actions)].sort();
}
