import type { Browser } from 'playwright-core';
import type { RunSummary } from '../../application/runs/run-summary';
import { createReader } from '../../console/server/create-app';
import { builtPages } from '../../console/server/pages/build-pages';
import { startServer } from '../../console/server/start-server';
import { type Bench, type Measurement, median } from '../measurement';
import { keyOf } from '../poll-departments';
import { callMs, largeEnvironment, loadKey } from './large-environment';
import { launchBrowser } from './launch-browser';

const size = {
  jobs: 1000,
  nights: 10,
  tablesEach: 4,
  failing: 40,
  running: 20,
  paused: 20,
  replications: 50,
};
const now = new Date('2026-03-10T08:00:00Z');
const pageLoads = 5;
const requestsEach = 10;

const how =
  `${size.jobs} jobs and ${(size.jobs * size.nights).toLocaleString('en')} runs, a call of DynamoDB takes ${callMs.dynamoDb} ms, of Systems Manager ` +
  `${callMs.systemsManager} ms, of S3 ${callMs.s3} ms`;

/** Answers of the console about a large environment, over real HTTP, and its first page in a real browser. */
export const consolePages: Bench = {
  name: 'console',
  async measure() {
    const pages = await builtPages();
    const ports = await largeEnvironment(size, now);
    const browser = await launchBrowser();
    try {
      const open = () => startServer(ports, { readOnly: true, pages, port: 0 });
      const seconds: number[] = [];
      for (let nth = 0; nth < pageLoads; nth += 1) seconds.push(await firstPage(browser, open));
      const server = await open();
      try {
        return [
          {
            name: 'console shows its first page',
            value: median(seconds),
            unit: 's',
            aim: { atMost: 1 },
            how: `from the address to the jobs of Today, in a browser without a cache, median of ${pageLoads}; ${how}`,
          },
          ...(await answers(server.url, routesOf(ports))),
        ];
      } finally {
        await server.stop();
      }
    } finally {
      await browser.close();
    }
  },
};

async function firstPage(browser: Browser, open: () => ReturnType<typeof startServer>): Promise<number> {
  const server = await open();
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    const began = performance.now();
    await page.goto(server.url);
    await page.getByRole('treegrid', { name: 'Jobs' }).getByRole('row').nth(20).waitFor();
    return (performance.now() - began) / 1000;
  } finally {
    await context.close();
    await server.stop();
  }
}

/** Routes whose time is that of a few objects in S3, whatever the number of jobs and runs. */
const notMeasured: readonly string[] = [
  '/changes',
  '/jobs/:department/:job/lake',
  '/jobs/:department/:job/preview',
  '/jobs/:department/:job/snapshots',
  '/loads/:department/:load/rejected/:run',
];

/** All other routes that read, so that a new one is measured, or asks for the value of its parameter. */
function routesOf(ports: Awaited<ReturnType<typeof largeEnvironment>>): readonly string[] {
  const paths = createReader(ports, true).routes.flatMap(({ method, path }) =>
    method === 'GET' && !notMeasured.includes(path) ? [path] : [],
  );
  return [...new Set(paths)];
}

async function answers(url: string, routes: readonly string[]): Promise<readonly Measurement[]> {
  const entry = await fetch(url, { redirect: 'manual' });
  const cookie = entry.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
  const read = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${new URL(url).origin}/api${path}`, {
      headers: { cookie: cookie.join('; ') },
    });
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const [department = '', job = ''] = keyOf(7).split('/');
  const runs = (await read(`/jobs/${department}/${job}/runs`)) as readonly RunSummary[];
  const [, load = ''] = loadKey.split('/');
  const values: Readonly<Record<string, string>> = {
    department,
    job,
    load,
    run: runs[0]?.run ?? '',
    day: '2026-03-10',
    range: 'week',
  };
  const live = keyOf(size.jobs - 1).split('/');
  const replicating: typeof values = { ...values, department: live[0] ?? '', job: live[1] ?? '' };
  const measured: Measurement[] = [];
  for (const route of routes) {
    const path = route.replaceAll(/:(\w+)/g, (_, name: string) => {
      const value = (route.startsWith('/replications') ? replicating : values)[name];
      if (value === undefined) throw new Error(`the bench has no value for :${name} of ${route}`);
      return value;
    });
    const milliseconds: number[] = [];
    for (let nth = 0; nth < requestsEach; nth += 1) {
      const began = performance.now();
      await read(`${path}?schema=app&table=table_0`);
      milliseconds.push(performance.now() - began);
    }
    measured.push({
      name: `console answers ${route}`,
      value: Math.max(...milliseconds),
      unit: 'ms',
      aim: { atMost: 300 },
      how: `slowest of ${requestsEach} requests over HTTP; ${how}`,
    });
  }
  return measured;
}
