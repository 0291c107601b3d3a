import type { ExistingResources } from '../../aws/existing/existing-resources';
import { existingRoute } from '../../core/checks/existing/definitions';
import type { DescribedConnection } from '../../core/checks/existing/described';
import { type Route, routeFindings } from '../../core/checks/existing/route-findings';
import { mapConcurrently } from '../../core/concurrency';
import { type Answer, answer, type Problems } from './existing-problems';

type Connections = Pick<ExistingResources, 'connections' | 'testConnection'>;

/** Problems of a route. */
export type RouteProblems = (route: Route) => Problems;

/** Reads what DMS last found about routes: one request per instance and 100 endpoints. */
export function knownRouteProblems(existing: Connections, routes: readonly Route[]): Promise<RouteProblems> {
  return problemsByInstance(routes, async (instanceArn, endpointArns) => {
    const found = await existing.connections(instanceArn, endpointArns);
    return (route) => ({ findings: routeFindings(route, connectionOf(found, route)), skipped: [] });
  });
}

/** Time between two requests about tests, and time after which a test that still runs is no longer waited for. */
const everyMs = 10_000;
const longestMs = 180_000;

/** Time in which DMS may still show a failure from before a test that was started. */
const oldFailureMs = 60_000;

/** Tests each route whose last test did not pass, and waits for the results. */
export function testedRouteProblems(
  existing: Connections,
  routes: readonly Route[],
  pause: (milliseconds: number) => Promise<void>,
): Promise<RouteProblems> {
  return problemsByInstance(routes, async (instanceArn, endpointArns) => {
    const describe = () => existing.connections(instanceArn, endpointArns);
    let found = await describe();
    const testing = new Set(found.filter(({ status }) => status === 'testing').map(arnOf));
    const passed = new Set(found.filter(({ status }) => status === 'successful').map(arnOf));
    const refused = new Map<string, string>();
    const untested = endpointArns.filter((arn) => !testing.has(arn) && !passed.has(arn));
    await mapConcurrently(atOnce, untested, async (arn) => {
      const started = await answer(() => existing.testConnection(instanceArn, arn));
      if ('because' in started) refused.set(arn, started.because);
    });
    let waited = 0;
    const isOver = (arn: string): boolean => {
      const { status = 'testing' } = found.find(({ endpointArn }) => endpointArn === arn) ?? {};
      if (status === 'successful' || refused.has(arn)) return true;
      // A failure after a test was seen to run is a new one.
      return status !== 'testing' && (testing.has(arn) || waited >= oldFailureMs);
    };
    while (!endpointArns.every(isOver) && waited < longestMs) {
      await pause(everyMs);
      waited += everyMs;
      found = await describe();
      for (const one of found) if (one.status === 'testing') testing.add(one.endpointArn);
    }
    return (route) => {
      const because =
        refused.get(route.endpointArn) ?? (isOver(route.endpointArn) ? undefined : 'DMS still tests it');
      return because === undefined
        ? { findings: routeFindings(route, connectionOf(found, route)), skipped: [] }
        : unread(route, because);
    };
  });
}

const atOnce = 10;

async function problemsByInstance(
  routes: readonly Route[],
  read: (instanceArn: string, endpointArns: readonly string[]) => Promise<RouteProblems>,
): Promise<RouteProblems> {
  const instances = [...new Set(routes.map(({ instanceArn }) => instanceArn))];
  const answers = new Map<string, Answer<RouteProblems>>();
  await Promise.all(
    instances.map(async (instanceArn) => {
      const ofInstance = routes.filter((route) => route.instanceArn === instanceArn).map(arnOf);
      answers.set(instanceArn, await answer(() => read(instanceArn, [...new Set(ofInstance)])));
    }),
  );
  return (route) => {
    const answered = answers.get(route.instanceArn) ?? { because: 'it was not read' };
    return 'found' in answered ? answered.found(route) : unread(route, answered.because);
  };
}

function unread({ instanceArn, endpointArn }: Route, because: string): Problems {
  const skipped = { check: existingRoute.id, because: `${instanceArn} to ${endpointArn}: ${because}` };
  return { findings: [], skipped: [skipped] };
}

function connectionOf(found: readonly DescribedConnection[], route: Route): DescribedConnection | undefined {
  return found.find(({ endpointArn }) => endpointArn === route.endpointArn);
}

function arnOf({ endpointArn }: { readonly endpointArn: string }): string {
  return endpointArn;
}
