import { diffPlans } from '../../../core/changes/diff-plans';
import type { KnownFacts } from '../../../core/changes/known-facts';
import { newEndpoints } from '../../../core/changes/left-endpoints';
import { jobEndpointIdentifier, jobIdentity } from '../../../core/planning/job-identity';
import {
  deployedPlan,
  planOfSample,
  type SampleConfig,
  sampleConfig,
} from '../../helpers/changes/sample-config';

const arn = 'arn:aws:dms:eu-west-1:123456789012:endpoint:LEFT';
const identifier = jobEndpointIdentifier(jobIdentity('dev', 'sales', 'live'));
const facts: KnownFacts = { now: new Date('2026-11-21T12:00:00Z'), rows: new Map() };
const without = ({ jobs }: SampleConfig) => delete jobs['live'];

function plans(edit: (config: SampleConfig) => void, next: (config: SampleConfig) => void = () => undefined) {
  const [before, after] = [sampleConfig(), sampleConfig()];
  edit(before);
  next(after);
  return { before: planOfSample(before), after: planOfSample(after) };
}

/** Item of the job that comes back. */
function returning(known: Partial<KnownFacts>) {
  const { before, after } = plans(without);
  const { items } = diffPlans(deployedPlan(before), after, { ...facts, ...known });
  return items.find(({ name }) => name === 'sales/live');
}

test('a job that comes back is refused while an endpoint of its name exists, with the commands that delete it', () => {
  const leftEndpoints = new Map([[identifier, arn]]);
  expect(returning({ leftEndpoints, tasks: new Map([['sales/live', { runs: false }]]) })).toMatchObject({
    class: 'refused',
    changes: expect.arrayContaining([
      {
        class: 'refused',
        sign: '~',
        text: `its endpoint ${identifier} was left behind by an earlier deployment: CloudFormation creates no other of that name`,
      },
    ]),
    steps: [
      'before the deployment: lakeferry stop sales/live --delete',
      `before the deployment: aws dms delete-endpoint --endpoint-arn ${arn}`,
    ],
  });
  expect(returning({ leftEndpoints, tasks: new Map() })?.steps).toEqual([
    `before the deployment: aws dms delete-endpoint --endpoint-arn ${arn}`,
  ]);
});

test.each([
  ['no endpoint is left', { leftEndpoints: new Map() }],
  ['nobody knows', {}],
])('a job that comes back is live where %s', (_, known) => {
  expect(returning({ ...known, tasks: new Map() })).toMatchObject({ class: 'live', steps: [] });
});

test('a job that comes back says that nobody knows where endpoints may not be described', () => {
  const item = returning({ leftEndpoints: 'denied', tasks: new Map() });
  expect(item?.class).toBe('live');
  expect(item?.effects).toContain(
    `it is not known whether an endpoint ${identifier} was left behind, which would refuse the deployment: allow dms:DescribeEndpoints`,
  );
});

test('only jobs with files and an endpoint of their own need a new one', () => {
  const same = plans(() => undefined);
  expect(newEndpoints(deployedPlan(same.before), same.after)).toEqual(new Map());
  const { before, after } = plans(
    ({ jobs }) => {
      for (const name of ['live', 'copy', 'nightly']) delete jobs[name];
    },
    ({ jobs }) => {
      const target = 'arn:aws:dms:eu-west-1:123456789012:endpoint:FILES';
      jobs['nightly'] = { ...jobs['nightly'], existing: { dev: { 'target-endpoint': target } } };
    },
  );
  expect(newEndpoints(deployedPlan(before), after)).toEqual(
    new Map([[identifier, { what: 'job', name: 'sales/live' }]]),
  );
});

test('databases that come back are refused, too, where the deployed platform is known', () => {
  const { before, after } = plans(({ sources, targets, jobs, loads }) => {
    for (const all of [jobs, loads])
      for (const name of Object.keys(all)) if (name !== 'nightly') delete all[name];
    delete sources['hr-db'];
    delete targets['backoffice'];
  });
  const names = ['lakeferry-dev-hr-db', 'lakeferry-dev-backoffice'];
  const leftEndpoints = new Map(names.map((one) => [one, `${arn}-${one}`]));
  const { items } = diffPlans(deployedPlan(before), after, { ...facts, leftEndpoints });
  for (const [index, name] of ['hr-db', 'backoffice'].entries())
    expect(items.find((item) => item.name === name)).toMatchObject({
      class: 'refused',
      steps: [
        `before the deployment: delete the tasks that use ${arn}-${names[index]}`,
        `before the deployment: aws dms delete-endpoint --endpoint-arn ${arn}-${names[index]}`,
      ],
    });
  const { departments } = before;
  expect([...newEndpoints({ departments }, after).keys()].filter((one) => names.includes(one))).toEqual([]);
});
