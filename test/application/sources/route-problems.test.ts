import { knownRouteProblems, testedRouteProblems } from '../../../application/sources/route-problems';
import { RunError } from '../../../core/runs/record/run-error';

const instanceArn = 'arn:aws:dms:eu-west-1:123456789012:rep:ERP';
const route = (id: string) => ({
  instanceArn,
  endpointArn: `arn:aws:dms:eu-west-1:123456789012:endpoint:${id}`,
});
const [erp, files] = [route('ERP'), route('FILES')];

/** DMS in seconds: `states` of an endpoint from each second on, and the tests that were started. */
class Tests {
  seconds = 0;
  readonly started: string[] = [];
  requests = 0;
  constructor(
    readonly states: Readonly<Record<string, readonly (readonly [number, string])[]>>,
    readonly refuses = '',
  ) {}

  readonly pause = async (milliseconds: number): Promise<void> => {
    this.seconds += milliseconds / 1000;
  };
  readonly connections = async (_instance: string, arns: readonly string[]) => {
    this.requests += 1;
    return arns.flatMap((endpointArn) => {
      const name = endpointArn.split(':').at(-1) ?? '';
      const status = this.states[name]?.findLast(([from]) => from <= this.seconds)?.[1];
      return status === undefined ? [] : [{ endpointArn, name, status, failure: 'timeout expired' }];
    });
  };
  readonly testConnection = async (_instance: string, arn: string): Promise<void> => {
    if (this.refuses !== '' && arn.endsWith(this.refuses)) throw new RunError('TaskBusy', 'is modified');
    this.started.push(arn.split(':').at(-1) ?? '');
  };
}

async function tested(tests: Tests, ...routes: (typeof erp)[]) {
  const ofRoute = await testedRouteProblems(tests, routes, tests.pause);
  return routes.map((one) => {
    const { findings, skipped } = ofRoute(one);
    return [...findings.map(({ severity }) => severity), ...skipped.map(({ because }) => because)];
  });
}

test('routes that have passed are not tested again: one request, and no wait', async () => {
  const tests = new Tests({ ERP: [[0, 'successful']], FILES: [[0, 'successful']] });
  expect(await tested(tests, erp, files)).toEqual([[], []]);
  expect([tests.started, tests.requests, tests.seconds]).toEqual([[], 1, 0]);
});

test.each<[string, Tests['states'], readonly string[], readonly string[], number]>([
  [
    'never tested passes',
    {
      ERP: [
        [15, 'testing'],
        [40, 'successful'],
      ],
    },
    [],
    ['ERP'],
    40,
  ],
  [
    'never tested fails',
    {
      ERP: [
        [15, 'testing'],
        [40, 'failed'],
      ],
    },
    ['error'],
    ['ERP'],
    40,
  ],
  [
    'that failed before passes now',
    {
      ERP: [
        [0, 'failed'],
        [15, 'testing'],
        [35, 'successful'],
      ],
    },
    [],
    ['ERP'],
    40,
  ],
  [
    'that failed before fails again, and its test is never seen',
    { ERP: [[0, 'failed']] },
    ['error'],
    ['ERP'],
    60,
  ],
  [
    'that is being tested is waited for',
    {
      ERP: [
        [0, 'testing'],
        [25, 'failed'],
      ],
    },
    ['error'],
    [],
    30,
  ],
  [
    'whose test does not end is no finding',
    { ERP: [[0, 'testing']] },
    [expect.stringMatching(/rep:ERP to .*endpoint:ERP: DMS still tests it$/)],
    [],
    180,
  ],
])('a route %s', async (_name, states, expected, started, seconds) => {
  const tests = new Tests(states);
  expect(await tested(tests, erp)).toEqual([expected]);
  expect([tests.started, tests.seconds]).toEqual([started, seconds]);
});

test('a test that DMS refuses is no finding, and hides no other route', async () => {
  const tests = new Tests({ ERP: [[0, 'failed']], FILES: [[20, 'failed']] }, 'ERP');
  expect(await tested(tests, erp, files)).toEqual([
    [expect.stringMatching(/endpoint:ERP: is modified$/)],
    ['error'],
  ]);
});

test('a failed route has the message of DMS, what to check, and the command that tests it again', async () => {
  const ofRoute = await knownRouteProblems(new Tests({ ERP: [[0, 'failed']] }), [erp, files]);
  const [failed] = ofRoute(erp).findings;
  expect(failed?.found).toMatch(
    /^arn:aws:dms:.*:rep:ERP does not reach ERP: timeout expired; .*; then test it again$/,
  );
  expect(failed?.fix).toEqual({
    kind: 'aws',
    text: `aws dms test-connection --replication-instance-arn ${instanceArn} --endpoint-arn ${erp.endpointArn}`,
  });
  expect(ofRoute(files).findings).toMatchObject([{ severity: 'note', check: 'existing-route' }]);
});

test('a route that cannot be read says why', async () => {
  const refused = { ...new Tests({}), connections: () => Promise.reject(new Error('not authorized')) };
  const ofRoute = await knownRouteProblems({ ...refused, testConnection: async () => undefined }, [erp]);
  expect(ofRoute(erp)).toMatchObject({
    findings: [],
    skipped: [{ because: expect.stringMatching(/: not authorized$/) }],
  });
});
