import type { ConfigFile } from '../../../../core/config/reading/yaml-file';
import { showProblem } from '../../../../core/config/reading/problem';
import { loadConfig } from '../../../../core/config/load-config';
import { connections, department, environment, now } from '../config-files';

const endpoint = (id: string, account = '123456789012') => `arn:aws:dms:eu-west-1:${account}:endpoint:${id}`;
const twoTargets = { ...connections, text: `${connections.text}  files: {engine: s3}\n` };
const twoJobs = ((): ConfigFile => {
  const one = department();
  return {
    ...one,
    text: `${one.text}  - {name: hourly, mode: full-load, target: files, tables: [sales.orders]}\n`,
  };
})();

function shown(lines: string, others: readonly ConfigFile[] = []): readonly string[] {
  const file = { ...environment, text: `${environment.text}${lines}\n` };
  const loaded = loadConfig([twoTargets, file, twoJobs, ...others], now);
  return loaded.ok ? [] : loaded.problems.map(showProblem);
}

test('one endpoint under two names is still for one job', () => {
  const [problem, ...more] = shown(
    `connections: {lake: {endpoint: "${endpoint('A')}"}, files: {endpoint: "${endpoint('A')}"}}`,
  );
  expect(more).toEqual([]);
  expect(problem).toMatch(/sales.yaml:10:\d+ error: the endpoint of "files" is also that of sales\/daily/);
});

test('one endpoint is not a source and a target', () => {
  const [problem] = shown(
    `connections: {sales-db: {endpoint: "${endpoint('A')}"}, files: {endpoint: "${endpoint('A')}"}}`,
  );
  expect(problem).toMatch(/sales.yaml:10:\d+ error: .*is also that of the source "sales-db"/);
});

test('staging and lake are two buckets, also of two environments', () => {
  expect(
    shown('existing: {staging-bucket: {name: acme-data}, lake-bucket: {name: acme-data}}').join('\n'),
  ).toMatch(
    /^config\/environments\/test.yaml:6:\d+ error: "acme-data" is already the staging-bucket of .*"test"/,
  );
  const other = {
    path: 'config/environments/other.yaml',
    text: `${environment.text.replace(': test', ': other')}existing: {lake-bucket: {name: acme-data}}\n`,
  };
  expect(shown('existing: {lake-bucket: {name: acme-data}}', [other])).toHaveLength(1);
  expect(shown('existing: {lake-bucket: {name: acme-lake}}', [other])).toEqual([]);
});

test('all ARNs of an environment without an account are of one account', () => {
  const [problem, ...more] = shown(
    `connections: {lake: {endpoint: "${endpoint('A')}"}, files: {endpoint: "${endpoint('B', '210987654321')}"}}`,
  );
  expect(more).toEqual([]);
  expect(problem).toMatch(/endpoint:B" is out of reach .* in account 123456789012 by another ARN/);
});

test.each([
  ['existing: {alerts-topic: "arn:aws-cn:sns:eu-west-1:123456789012:alerts"}', 'the partition aws-cn'],
  ['existing: {lake-bucket: {name: acme..lake}}', 'two dots in a row'],
  ['existing: {lake-bucket: {name: 192.168.1.1}}', 'an IP address'],
  [
    'account: "123456789012"\nexisting: {secrets-role: "arn:aws:iam::210987654321:role/x"}',
    '"arn:aws:iam::210987654321:role/x" is out of reach',
  ],
])('%s is refused', (lines, message) => {
  expect(shown(lines)).toEqual([expect.stringContaining(message)]);
});

test('a size beside the ARN of an instance says which keys go together', () => {
  const instance =
    'replication-instance: {arn: "arn:aws:dms:eu-west-1:123456789012:rep:A", identifier: a, class: dms.t3.medium}';
  const file = { ...environment, text: environment.text.replace(/replication-instance:.*/, instance) };
  const loaded = loadConfig([connections, file, department()], now);
  expect(loaded.ok ? [] : loaded.problems.map(({ message, hint }) => `${message} (${hint})`)).toEqual([
    '"class" does not go with "arn" and "identifier" (remove it, or write only class, storage-gib, multi-az, engine-version, max-concurrent-runs)',
  ]);
});
