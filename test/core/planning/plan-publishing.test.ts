import { loadConfig } from '../../../core/config/load-config';
import { changeSequenceColumn } from '../../../core/planning/change-sequence';
import type { JobPlan } from '../../../core/planning/job-plan';
import { planMigrations } from '../../../core/planning/plan-migrations';
import { connections, department, environment, now } from '../config/config-files';

function plan(lines: Readonly<Record<string, string>>, lake?: string): JobPlan {
  const base = department(lines, 'sales-eu');
  const text = lake === undefined ? base.text : `lake: ${lake}\n${base.text}`;
  const loaded = loadConfig([connections, environment, { ...base, text }], now);
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  const [job] = planMigrations(loaded.config, 'test').departments[0]?.jobs ?? [];
  if (job === undefined) throw new Error('no job');
  return job;
}

const hourly = '{schema}/{table}/year={year}/month={month}/day={day}/hour={hour}';

test('a full load is a snapshot, changes come one by one, in the folder that they have in staging', () => {
  expect(plan({ mode: 'full-load' }).publishing).toEqual({
    kind: 'snapshot',
    prefix: 'sales-eu/daily',
    lowerCase: false,
    keep: 7,
  });
  const arrival = {
    kind: 'arrival',
    prefix: 'sales-eu/daily',
    lowerCase: false,
    layout: hourly,
    timeZone: 'UTC',
    partitionBy: 'arrival',
  };
  expect(plan({ mode: 'cdc' }).publishing).toEqual(arrival);
  expect(plan({ mode: 'full-load-and-cdc' }).publishing).toEqual(arrival);
  expect(plan({ mode: 'full-load', publish: 'arrival' }).publishing).toEqual(arrival);
  expect(plan({ mode: 'cdc', publish: 'none' }).publishing).toEqual({ kind: 'none' });
});

test.each([
  ['year', '{schema}/{table}/year={year}'],
  ['month', '{schema}/{table}/year={year}/month={month}'],
  ['day', '{schema}/{table}/year={year}/month={month}/day={day}'],
  ['hour', hourly],
  ['dt', '{schema}/{table}/dt={year}-{month}-{day}'],
])('partitions: %s is the layout %s', (partitions, layout) => {
  expect(plan({ mode: 'cdc', lake: `{partitions: ${partitions}}` }).publishing).toMatchObject({ layout });
});

test('a job wins over its department, key by key; a department’s prefix holds a folder a job', () => {
  const department =
    '{prefix: raw/eu, lower-case: true, time-zone: Europe/Vienna, layout: "{schema}/{table}", catalogue: true}';
  expect(plan({ mode: 'cdc', lake: '{partitions: dt}' }, department).publishing).toEqual({
    kind: 'arrival',
    prefix: 'raw/eu/daily',
    lowerCase: true,
    layout: '{schema}/{table}/dt={year}-{month}-{day}',
    timeZone: 'Europe/Vienna',
    partitionBy: 'arrival',
    catalogue: { database: 'lakeferry_test_sales_eu' },
  });
  expect(
    plan({ mode: 'full-load', lake: '{prefix: x, keep: 2, catalogue: false}' }, department).publishing,
  ).toEqual({
    kind: 'snapshot',
    prefix: 'x',
    lowerCase: true,
    keep: 2,
  });
});

test.each([
  ['hour', 'YYYYMMDDHH'],
  ['dt', 'YYYYMMDD'],
  ['year', 'YYYYMM'],
])('date folders of DMS are asked for as deep as partitions: %s', (partitions, sequence) => {
  const lake = `{partition-by: dms-folders, partitions: ${partitions}, time-zone: Europe/Vienna}`;
  expect(plan({ mode: 'cdc', lake }).targetSettings).toMatchObject({
    DatePartitionEnabled: true,
    DatePartitionSequence: sequence,
    DatePartitionDelimiter: 'SLASH',
    DatePartitionTimezone: 'Europe/Vienna',
  });
  expect(plan({ mode: 'cdc' }).targetSettings).not.toHaveProperty('DatePartitionEnabled');
});

describe('the change sequence', () => {
  const rulesOf = (job: JobPlan) =>
    JSON.parse(JSON.stringify(job.tableMappings['rules'])).filter(
      (rule: { expression?: string }) => rule.expression === '$AR_H_CHANGE_SEQ',
    );

  it('is asked of DMS where a view is to fold changes, in a column of text', () => {
    const [rule, ...others] = rulesOf(plan({ mode: 'cdc', lake: '{catalogue: true}' }));
    expect(others).toEqual([]);
    expect(rule).toMatchObject({
      'rule-action': 'add-column',
      'rule-target': 'column',
      'object-locator': { 'schema-name': '%', 'table-name': '%' },
      value: 'dms_change_seq',
      'data-type': { type: 'string', length: 50 },
    });
  });

  it('is not asked where nothing needs it, nor twice', () => {
    expect(rulesOf(plan({ mode: 'cdc' }))).toEqual([]);
    expect(rulesOf(plan({ mode: 'full-load', lake: '{catalogue: true}' }))).toEqual([]);
    expect(rulesOf(plan({ mode: 'full-load', publish: 'arrival', lake: '{catalogue: true}' }))).toEqual([]);
    const own =
      '[{rule-type: transformation, rule-target: column, rule-action: add-column, object-locator: {schema-name: "%", table-name: "%"}, value: seq, expression: $AR_H_CHANGE_SEQ, data-type: {type: string, length: 50}}]';
    const job = plan({ mode: 'cdc', lake: '{catalogue: true}', rules: own });
    expect(rulesOf(job)).toHaveLength(1);
    expect(changeSequenceColumn(job)).toBe('seq');
  });
});
