import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planOfEveryResource } from '../helpers/infra/physical-names';
import { type Resource, synthesize } from '../helpers/infra/stacks';
import { sampleEnvironment } from '../helpers/runs/plan';

/** Rows of the table in docs/how-to/remove.md that are about resources of the stacks, by the resources. */
const rows: readonly (readonly [row: string, type: string, id: RegExp, price: string])[] = [
  ['lake bucket', 'AWS::S3::Bucket', /^StorageLake/, '0.023 USD per GB'],
  ['staging bucket', 'AWS::S3::Bucket', /^StorageStaging/, 'none'],
  ['inbox bucket', 'AWS::S3::Bucket', /^Inbox/, 'none'],
  [
    'history table',
    'AWS::DynamoDB::Table',
    /^History/,
    '0.25 USD per GB, and 0.20 USD per GB for point-in-time recovery',
  ],
  ['log groups of functions, state machine and DMS tasks', 'AWS::Logs::LogGroup', /./, '0.03 USD per GB'],
  ['`dms-vpc-role`, `dms-cloudwatch-logs-role`', 'AWS::IAM::Role', /^DmsRoles/, 'none'],
  ['key of the alerts', 'AWS::KMS::Key', /^Alerts/, 'none while it waits'],
];

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'how-to', 'remove.md'), 'utf8');
const table = new Map(
  [...page.matchAll(/^\| (.+?) +\| (.+?) +\| (.+?) +\| (.+?) +\|$/gm)].map(
    ([, name = '', retain = '', destroy = '', price = '']) => [name, { retain, destroy, price }] as const,
  ),
);

function resourcesWith(onDelete: 'retain' | 'destroy'): readonly [string, Resource][] {
  const plan = { ...planOfEveryResource(), environment: sampleEnvironment({ onDelete }) };
  return [...synthesize(plan).values()].flatMap(({ resources }) => Object.entries(resources));
}

/** Types that CloudFormation deletes only where the template says so: the default of all others is to delete. */
const remains = ({ DeletionPolicy }: Resource): boolean =>
  DeletionPolicy === 'Retain' || DeletionPolicy === 'RetainExceptOnCreate';

describe.each(['retain', 'destroy'] as const)('with on-delete: %s', (onDelete) => {
  const all = resourcesWith(onDelete);

  test('what remains of the stacks has a row that says so, and nothing else remains', () => {
    const expected = all.filter(([id, { Type }]) =>
      rows.some(
        ([row, type, of]) => type === Type && of.test(id) && table.get(row)?.[onDelete].startsWith('remain'),
      ),
    );
    expect(all.filter(([, resource]) => remains(resource)).map(([id]) => id)).toEqual(
      expected.map(([id]) => id),
    );
    expect(table.get('all else in the stacks')?.[onDelete]).toBe('deleted');
  });

  test('what is deleted has a row that says so', () => {
    for (const [row, type, of] of rows) {
      const found = all.filter(([id, { Type }]) => Type === type && of.test(id));
      expect([row, found.length > 0]).toEqual([row, true]);
      for (const [id, resource] of found)
        expect([id, remains(resource)]).toEqual([id, !table.get(row)?.[onDelete].startsWith('deleted')]);
    }
  });

  test('every log group has a retention, so that what remains of it ends', () => {
    const groups = all.filter(([, { Type }]) => Type === 'AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThan(10);
    for (const [, { Properties }] of groups) expect(Properties?.['RetentionInDays']).toBe(90);
  });
});

test('with on-delete: retain, the lake, the history and logs remain, and what AWS has once per account', () => {
  const left = new Set(
    resourcesWith('retain')
      .filter(([, resource]) => remains(resource))
      .map(([id, { Type }]) => `${Type} ${Type === 'AWS::Logs::LogGroup' ? '' : id.slice(0, -8)}`.trim()),
  );
  expect([...left].sort()).toEqual([
    'AWS::DynamoDB::Table HistoryTable',
    'AWS::IAM::Role DmsRolesLogsRole',
    'AWS::IAM::Role DmsRolesVpcRole',
    'AWS::Logs::LogGroup',
    'AWS::S3::Bucket StorageLake',
  ]);
});

const facts = readFileSync(join(__dirname, '..', '..', 'docs', 'aws-facts.md'), 'utf8');

/** Price of an item by docs/aws-facts.md, in USD. */
function priceOf(item: string, price: RegExp): number {
  const [, row = ''] = new RegExp(`^\\| ${item} +\\| (.*?) \\|`, 'm').exec(facts) ?? [];
  return Number(price.exec(row)?.[1]);
}

const usd = {
  s3: priceOf('S3 Standard', /^([\d.]+) per GB and month/),
  table: priceOf('DynamoDB on demand', /reads, ([\d.]+) per GB and month/),
  recovery: priceOf('DynamoDB on demand', /recovery ([\d.]+) per GB and month/),
  logs: priceOf('CloudWatch', /in and ([\d.]+) per GB and month/),
  secret: priceOf('Secrets Manager', /^([\d.]+) per secret and month/),
};

test('prices are those of the facts about AWS', () => {
  expect(usd).toEqual({ s3: 0.023, table: 0.25, recovery: 0.2, logs: 0.03, secret: 0.4 });
});

test('the table has the price of what remains, and an example that adds up', () => {
  for (const [row, , , price] of rows) expect([row, table.get(row)?.price]).toEqual([row, price]);
  expect(table.get('secrets')).toEqual({ retain: 'remain', destroy: 'remain', price: '0.40 USD per secret' });
  const example = 100 * usd.s3 + usd.table + usd.recovery + 5 * usd.logs;
  expect(page).toContain(
    `A lake of 100 GB with a history of 1 GB and logs of 5 GB costs about ${example.toFixed(2)} USD per month.`,
  );
});

test('a group of a creation that failed is deleted, so that the next deployment can create it', () => {
  for (const [, { Type, DeletionPolicy }] of resourcesWith('retain'))
    if (Type === 'AWS::Logs::LogGroup') expect(DeletionPolicy).toBe('RetainExceptOnCreate');
});
