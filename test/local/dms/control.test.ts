import { bucket, DmsBench, include, transform } from '../../helpers/local/local-dms';

const notFound = { code: 'ResourceNotFoundFault' };
const invalid = { code: 'InvalidParameterValueException' };

describe('the control plane', () => {
  let bench: DmsBench;
  beforeEach(async () => {
    bench = new DmsBench();
    await bench.open();
  });
  afterEach(() => bench.dms.stop());

  let sources = 0;
  const source = () =>
    bench.endpoint({
      EndpointIdentifier: `src-${++sources}`,
      EndpointType: 'source',
      EngineName: 'postgres',
      DatabaseName: 'x',
      Password: 'hidden',
    });
  const create = async (mappings: unknown, extra = {}) =>
    bench.call('CreateReplicationTask', {
      ReplicationTaskIdentifier: 'a-task',
      SourceEndpointArn: await source(),
      TargetEndpointArn: await bench.target(),
      ReplicationInstanceArn: bench.instanceArn,
      MigrationType: 'full-load',
      TableMappings: typeof mappings === 'string' ? mappings : JSON.stringify(mappings),
      ...extra,
    });

  it('answers a filter that matches nothing with ResourceNotFoundFault, and no filter with a list', async () => {
    for (const [operation, Name] of [
      ['DescribeReplicationTasks', 'replication-task-id'],
      ['DescribeEndpoints', 'endpoint-id'],
      ['DescribeReplicationInstances', 'replication-instance-id'],
      ['DescribeConnections', 'endpoint-arn'],
    ] as const) {
      await expect(bench.call(operation, { Filters: [{ Name, Values: ['none'] }] })).rejects.toMatchObject(
        notFound,
      );
    }
    expect(await bench.call('DescribeReplicationTasks', {})).toEqual({ ReplicationTasks: [] });
    await expect(
      bench.call('DescribeReplicationTasks', { Filters: [{ Name: 'status', Values: ['ready'] }] }),
    ).rejects.toMatchObject(invalid);
  });

  it('pages 20 to 100 at a time, with a marker until the last page', async () => {
    for (let index = 0; index < 25; index += 1) await bench.target();
    const first = await bench.call('DescribeEndpoints', { MaxRecords: 20 });
    expect(first).toMatchObject({ Endpoints: { length: 20 }, Marker: expect.any(String) });
    const { Marker } = first as { Marker: string };
    const second = await bench.call('DescribeEndpoints', { MaxRecords: 20, Marker });
    expect(second).toMatchObject({ Endpoints: { length: 5 } });
    expect(second).not.toHaveProperty('Marker');
    for (const MaxRecords of [1, 19, 101])
      await expect(bench.call('DescribeEndpoints', { MaxRecords })).rejects.toMatchObject(invalid);
    await expect(bench.call('DescribeEndpoints', { Marker: 'nonsense' })).rejects.toMatchObject(invalid);
  });

  it('takes 200 requests at once and then 8 a second', async () => {
    await bench.clock.advance(60_000);
    for (let request = 0; request < 200; request += 1) await bench.call('DescribeEndpoints', {});
    await expect(bench.call('DescribeEndpoints', {})).rejects.toMatchObject({ code: 'ThrottlingException' });
    await bench.clock.advance(1000);
    for (let request = 0; request < 8; request += 1) await bench.call('DescribeEndpoints', {});
    await expect(bench.call('DescribeEndpoints', {})).rejects.toMatchObject({ code: 'ThrottlingException' });
  });

  it('refuses what it does not support by name', async () => {
    await expect(bench.target({ CsvDelimiter: '||' })).rejects.toMatchObject({
      ...invalid,
      message: expect.stringContaining('CsvDelimiter'),
    });
    await expect(bench.target({ Sparkles: true })).rejects.toMatchObject({
      ...invalid,
      message: expect.stringContaining('S3Settings.Sparkles'),
    });
    const rules = { rules: [include('a', 'b')] };
    await expect(create(rules, { CdcStopPosition: 'x' })).rejects.toMatchObject({
      message: expect.stringContaining('neither server_time:'),
    });
  });

  it.each([
    ['no JSON', 'nonsense', /^Invalid Table Mappings document\. Invalid json com\.google\.gson/],
    ['JSON without rules', { hello: 'world' }, /^Valid table mappings is required$/],
    [
      'an unknown type',
      { rules: [{ ...include('a', 'b'), 'rule-type': 'selecton' }] },
      /^Invalid table mappings document\./,
    ],
    [
      'an unknown action',
      { rules: [{ ...include('a', 'b'), 'rule-action': 'inclde' }] },
      /^Invalid table mappings document\./,
    ],
    [
      'no locator',
      { rules: [{ 'rule-type': 'selection', 'rule-id': '1', 'rule-action': 'include' }] },
      /^Error in mapping rules\. Rule with ruleId = 1 failed validation\. object locator cannot be null$/,
    ],
    [
      'one id twice',
      { rules: [include('a', 'b', { 'rule-id': 1 }), include('a', 'c', { 'rule-id': '1' })] },
      /^Error in mapping rules\. Duplicate ruleid 1$/,
    ],
    [
      'a filter with a wildcard',
      {
        rules: [
          include('a', '%', {
            filters: [
              {
                'filter-type': 'source',
                'column-name': 'c',
                'filter-conditions': [{ 'filter-operator': 'null' }],
              },
            ],
          }),
        ],
      },
      /exact schema and table name/,
    ],
    [
      'an action that is not there yet',
      {
        rules: [
          include('a', 'b'),
          transform('column', 'data-masking-hash-mask', {
            'schema-name': 'a',
            'table-name': 'b',
            'column-name': 'c',
          }),
        ],
      },
      /^Invalid table mappings document\./,
    ],
    [
      'an expression that is too much',
      {
        rules: [
          include('a', 'b'),
          transform(
            'column',
            'add-column',
            { 'schema-name': 'a', 'table-name': 'b' },
            { value: 'n', expression: 'strftime($a)', 'data-type': { type: 'string' } },
          ),
        ],
      },
      /function strftime is not supported/,
    ],
  ])('refuses table mappings with %s, in the words of DMS', async (_, mappings, message) => {
    await expect(create(mappings)).rejects.toMatchObject({
      ...invalid,
      message: expect.stringMatching(message),
    });
  });

  it.each([
    ['no JSON', '{', /^Invalid task settings json/],
    [
      'a wrong word',
      { FullLoadSettings: { TargetTablePrepMode: 'TRUNCATE_BEFORE_FULL_LOAD' } },
      /^Invalid task settings json: FullLoadSettings\.TargetTablePrepMode.*TRUNCATE_BEFORE_LOAD/,
    ],
    [
      'a key that is not there',
      { FullLoadSettings: { MaxSubTasks: 3 } },
      /unknown key FullLoadSettings\.MaxSubTasks/,
    ],
    ['too many sub tasks', { FullLoadSettings: { MaxFullLoadSubTasks: 50 } }, /at most 49/],
    ['both LOB modes', { TargetMetadata: { FullLobMode: true } }, /exactly one of/],
    [
      'a log group',
      { Logging: { CloudWatchLogGroup: 'mine' } },
      /^Task Settings CloudWatchLogGroup or CloudWatchLogStream cannot be set on create\.$/,
    ],
  ])('refuses task settings with %s', async (_, settings, message) => {
    const text = typeof settings === 'string' ? settings : JSON.stringify(settings);
    await expect(
      create({ rules: [include('a', 'b')] }, { ReplicationTaskSettings: text }),
    ).rejects.toMatchObject({ ...invalid, message: expect.stringMatching(message) });
  });

  it('refuses swapped endpoints, a taken identifier and an impossible one', async () => {
    const from = await source();
    const to = await bench.target();
    const task = {
      ReplicationTaskIdentifier: 'taken',
      SourceEndpointArn: to,
      TargetEndpointArn: from,
      ReplicationInstanceArn: bench.instanceArn,
      MigrationType: 'full-load',
      TableMappings: JSON.stringify({ rules: [include('a', 'b')] }),
    };
    await expect(bench.call('CreateReplicationTask', task)).rejects.toMatchObject({
      message: 'ReplicationEngineType [s3] endpoint must be of type SOURCE',
    });
    const right = { ...task, SourceEndpointArn: from, TargetEndpointArn: to };
    await bench.call('CreateReplicationTask', right);
    await expect(bench.call('CreateReplicationTask', right)).rejects.toMatchObject({
      code: 'ResourceAlreadyExistsFault',
    });
    for (const ReplicationTaskIdentifier of ['1st', 'a--b', 'a-', 'a_b', ''])
      await expect(
        bench.call('CreateReplicationTask', { ...right, ReplicationTaskIdentifier }),
      ).rejects.toMatchObject(invalid);
  });

  it('does not show passwords, and keeps tags', async () => {
    const arn = await source();
    expect(JSON.stringify(await bench.call('DescribeEndpoints', {}))).not.toContain('hidden');
    await bench.call('AddTagsToResource', {
      ResourceArn: arn,
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    });
    await bench.call('RemoveTagsFromResource', { ResourceArn: arn, TagKeys: ['a'] });
    expect(await bench.call('ListTagsForResource', { ResourceArn: arn })).toEqual({
      TagList: [{ Key: 'b', Value: '2' }],
    });
    await expect(bench.call('ListTagsForResource', { ResourceArn: `${arn}X` })).rejects.toMatchObject(
      notFound,
    );
    await expect(bench.call('ListTagsForResource', { ResourceArn: 'nonsense' })).rejects.toMatchObject(
      invalid,
    );
  });

  it('tests connections, one at a time for a pair, and says why one fails', async () => {
    const oracle = await bench.endpoint({
      EndpointIdentifier: 'ora',
      EndpointType: 'source',
      EngineName: 'oracle',
      DatabaseName: 'X',
    });
    const missing = await bench.target({ BucketName: 'elsewhere' });
    const fine = await bench.target({ BucketName: bucket });
    const pair = (EndpointArn: string) => ({ ReplicationInstanceArn: bench.instanceArn, EndpointArn });
    for (const arn of [oracle, missing, fine]) await bench.call('TestConnection', pair(arn));
    await expect(bench.call('TestConnection', pair(fine))).rejects.toMatchObject({
      code: 'InvalidResourceStateFault',
      message: 'Connection is already being tested',
    });
    await bench.clock.advance(1000);
    expect(await bench.call('DescribeConnections', {})).toMatchObject({
      Connections: [
        {
          Status: 'failed',
          LastFailureMessage: expect.stringContaining('the source engine oracle is not supported'),
        },
        { Status: 'failed', LastFailureMessage: expect.stringContaining('elsewhere') },
        { Status: 'successful', ReplicationInstanceIdentifier: 'ri' },
      ],
    });
    await bench.call('DeleteConnection', pair(fine));
    await expect(bench.call('DeleteConnection', pair(fine))).rejects.toMatchObject(notFound);
  });

  it('creates instances with versions that AWS offers, and upgrades them as AWS does', async () => {
    let count = 0;
    const created = async (
      more: object,
    ): Promise<{ ReplicationInstanceArn: string; EngineVersion: string }> => {
      count += 1;
      const answer = await bench.call('CreateReplicationInstance', {
        ReplicationInstanceIdentifier: `of-version-${count}`,
        ReplicationInstanceClass: 'dms.t3.micro',
        ...more,
      });
      return (answer as { ReplicationInstance: { ReplicationInstanceArn: string; EngineVersion: string } })
        .ReplicationInstance;
    };
    const version = async (more: object) => (await created(more)).EngineVersion;
    const pinned = { AutoMinorVersionUpgrade: false };
    await bench.clock.advance(Date.parse('2026-11-29T00:00:00Z') - bench.clock.now().getTime());
    expect(await version({})).toBe('3.5.4');
    expect(await version({ EngineVersion: '3.6.1' })).toBe('3.6.1');
    expect(await version({ EngineVersion: '3.5.3' })).toBe('3.5.4');
    for (const EngineVersion of ['3.5.3', '3.6.0', '3.4.7'])
      await expect(created({ ...pinned, EngineVersion })).rejects.toMatchObject({
        code: 'InvalidParameterValueException',
      });
    const { ReplicationInstanceArn } = await created({ ...pinned, EngineVersion: '3.5.4' });
    await bench.clock.advance(1000);
    const modify = (more: object) =>
      bench.call('ModifyReplicationInstance', { ReplicationInstanceArn, ApplyImmediately: true, ...more });
    await expect(modify({ EngineVersion: '3.6.1' })).rejects.toThrow('AllowMajorVersionUpgrade');
    await modify({
      EngineVersion: '3.6.1',
      AllowMajorVersionUpgrade: true,
      ReplicationInstanceClass: 'dms.c6i.large',
    });
    await expect(modify({})).rejects.toMatchObject({ code: 'InvalidResourceStateFault' });
    await bench.clock.advance(1000);
    await expect(modify({ EngineVersion: '3.5.4' })).rejects.toThrow('cannot be downgraded');
    const { ReplicationInstances } = (await bench.call('DescribeReplicationInstances', {
      Filters: [{ Name: 'replication-instance-arn', Values: [ReplicationInstanceArn] }],
    })) as { ReplicationInstances: object[] };
    expect(ReplicationInstances).toMatchObject([
      {
        EngineVersion: '3.6.1',
        ReplicationInstanceClass: 'dms.c6i.large',
        ReplicationInstanceStatus: 'available',
      },
    ]);
  });

  it('has instances that come and go, subnet groups, events and quotas', async () => {
    const group = {
      ReplicationSubnetGroupIdentifier: 'Group',
      ReplicationSubnetGroupDescription: 'd',
      SubnetIds: ['s-1', 's-2'],
    };
    await bench.call('CreateReplicationSubnetGroup', group);
    const made = await bench.call('CreateReplicationInstance', {
      ReplicationInstanceIdentifier: 'Other',
      ReplicationInstanceClass: 'dms.t3.micro',
      ReplicationSubnetGroupIdentifier: 'group',
    });
    expect(made).toMatchObject({
      ReplicationInstance: { ReplicationInstanceIdentifier: 'other', ReplicationInstanceStatus: 'creating' },
    });
    await expect(
      bench.call('DeleteReplicationSubnetGroup', { ReplicationSubnetGroupIdentifier: 'group' }),
    ).rejects.toMatchObject({ code: 'InvalidResourceStateFault' });
    await bench.clock.advance(1000);
    const { ReplicationInstance } = made as { ReplicationInstance: { ReplicationInstanceArn: string } };
    await bench.call('DeleteReplicationInstance', {
      ReplicationInstanceArn: ReplicationInstance.ReplicationInstanceArn,
    });
    await bench.clock.advance(1000);
    expect(await bench.call('DescribeReplicationInstances', {})).toMatchObject({
      ReplicationInstances: { length: 1 },
    });
    await create({ rules: [include('a', 'b')] });
    await bench.clock.advance(1000);
    expect(await bench.call('DescribeEvents', { SourceType: 'replication-task' })).toMatchObject({
      Events: [{ SourceIdentifier: 'a-task', EventCategories: ['creation'], SourceType: 'replication-task' }],
    });
    expect(await bench.call('DescribeAccountAttributes', {})).toMatchObject({
      AccountQuotas: expect.arrayContaining([{ AccountQuotaName: 'ReplicationTasks', Used: 1, Max: 600 }]),
    });
  });
});
