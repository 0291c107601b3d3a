import { rmSync } from 'node:fs';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import type { Browser, Page } from 'playwright-core';
import {
  type DeployedEnvironment,
  openEnvironment,
} from '../../../application/environments/deployed-environment';
import { listSnapshots } from '../../../application/lake/list-snapshots';
import { pauseJob } from '../../../application/runs/pause-job';
import { launchBrowser } from '../../../bench/console/launch-browser';
import { consolePorts } from '../../../cli/commands/console/ports';
import { createActions } from '../../../console/server/actions';
import { createReader } from '../../../console/server/create-app';
import { builtPages } from '../../../console/server/pages/build-pages';
import type { ConsolePorts } from '../../../console/server/ports';
import { runHref } from '../../../core/pages/hrefs';
import { jobIdentity } from '../../../core/planning/job-identity';
import { stateOf } from '../../../core/runs/record/run-record';
import { scheduleGroupName } from '../../../infra/names';
import { allRead, goTo, type OpenPage, openPage } from '../../helpers/console/browser';
import { until } from '../../helpers/run/until';
import { scriptedShell } from '../../helpers/scripted-shell';
import { type Deployed, deploySample, synthesizeSample } from '../../helpers/whole/deployed';
import { become } from '../../helpers/whole/person';

const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
const minute = 60_000;
const clock = new DrivenClock(new Date('2026-03-02T10:00:00Z'));
let assembly: string;
let deployed: Deployed;
let connection: DeployedEnvironment;
let browser: Browser;
let opened: OpenPage;

const newest = async (job: string) => {
  const [run] = await connection.history.runsOfJob(job, { limit: 1, now: clock.now() });
  if (run === undefined) throw new Error(`there is no run of ${job}`);
  return run;
};

/** Runs as a night may leave them: one failed, one is in flight, one was skipped, and changes arrive late. */
beforeAll(async () => {
  assembly = await synthesizeSample();
  const pages = builtPages();
  deployed = await deploySample(assembly, { clock, scale: 0.02, mayRefuse: true });
  const { cloud } = deployed;
  connection = await openEnvironment('local');
  const fire = async (key: string): Promise<void> => {
    const [department = '', job = ''] = key.split('/');
    await cloud.scheduler.fireNow(jobIdentity('local', department, job).slug, scheduleGroupName('local'));
    await clock.advance(1000);
  };
  cloud.dms.script.failTable('HR.SALARIES', 'ORA-01555: snapshot too old');
  await pauseJob(connection, { job: 'sales/reviews-daily', by: 'grace', now: () => clock.now() });
  for (const job of ['hr/people-nightly', 'sales/reviews-daily', 'sales/orders-live', 'sales/orders-daily'])
    await fire(job);
  await clock.advanceUntil(() => cloud.stepFunctions.running().length === 0, 60 * minute);
  const late = { sourceLatency: 1800, targetLatency: 1800 };
  cloud.dms.script.setLatency(jobIdentity('local', 'sales', 'orders-live').slug, late);
  cloud.dms.script.slow({ secondsPerTable: 10_000 });
  await fire('sales/orders-daily');
  await clock.advance(15 * minute);
  await pages;
  browser = await launchBrowser();
});
afterEach(() => opened?.close());
afterAll(async () => {
  await browser?.close();
  delete process.env['AWS_SESSION_TOKEN'];
  Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
  await deployed?.stop();
  rmSync(assembly, { recursive: true, force: true });
});

/** The console of this person. */
async function openAs(
  person: string,
  policies: readonly string[],
): Promise<OpenPage & { readonly arn: string; readonly ports: ConsolePorts }> {
  const arn = become(deployed, person, policies);
  const shell = scriptedShell({ env: { AWS_ENDPOINT_URL: deployed.cloud.url } });
  const options = { config: 'config', environment: 'local', environmentGiven: true, json: true };
  const ports = await consolePorts(
    { shell: { ...shell, now: () => clock.now() }, options },
    { preview: false },
  );
  opened = await openPage(browser, ports, { width: 1280 });
  return { ...opened, arn, ports };
}

/** Time goes on until something is so. */
async function follow(what: string, isSo: () => Promise<boolean>): Promise<void> {
  await until(what, async () => {
    await clock.advance(2000);
    return isSo();
  });
}

/** Addresses of all pages: those of the navigation, and of a failed and an open run. */
async function pagesOf(page: Page): Promise<readonly string[]> {
  const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
  await links.first().waitFor();
  const listed = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  const runs = await Promise.all(['hr/people-nightly', 'sales/orders-daily'].map(newest));
  return [...new Set([...listed, ...runs.map(({ run }) => `#/runs/${run}`)])];
}

type Method = 'GET' | 'POST';

/** Sends a request from the page, with its cookie. */
function ask(page: Page, method: Method, path: string, body = {}): Promise<{ status: number; code: string }> {
  const sent = {
    method,
    headers: {
      'x-lakeferry-action': '1',
      'content-type': path.includes('/files') ? 'application/octet-stream' : 'application/json',
    },
    ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
  };
  return page.evaluate(
    `fetch('/api' + ${JSON.stringify(path)}, ${JSON.stringify(sent)}).then(async (answer) =>
      ({ status: answer.status, code: (await answer.json()).code ?? '' }))`,
  );
}

interface Route {
  /** As the server names it: `/runs/:run`. */
  readonly path: string;
  /** With values for its parameters. */
  readonly filled: string;
}

/** All routes of a method, with values for their parameters. */
async function routesOf(
  app: { readonly routes: readonly { readonly method: string; readonly path: string }[] },
  method: Method,
): Promise<readonly Route[]> {
  const [failed, open] = await Promise.all(['hr/people-nightly', 'sales/orders-daily'].map(newest));
  const found = app.routes.filter((route) => route.method === method && route.path !== '/changes');
  return [...new Set(found.map(({ path }) => path))].map((path) => {
    const run = path.endsWith('/cancel') ? open : failed;
    const values: Readonly<Record<string, string>> = {
      department: 'sales',
      job: path.startsWith('/replications') ? 'orders-live' : 'orders-daily',
      load: 'supplier-prices',
      day: '2026-03-02',
      range: 'day',
      run: run?.run ?? '',
    };
    const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`the test has no value for :${name} of ${path}`);
      return value;
    });
    return { path, filled: `${filled}?schema=sales&table=orders&name=prices.csv&overwrite=true` };
  });
}

/** Routes that read and have nothing to show here. */
const nothingToRead: Readonly<Record<string, string>> = {
  '/jobs/:department/:job/preview': 'preview-off',
  '/loads/:department/:load/rejected/:run': 'unknown-run',
};

/** Actions that the state of their job forbids before AWS is asked. */
const forbidden: Readonly<Record<string, string>> = {
  '/replications/:department/:job/start': 'task-refuses',
  '/replications/:department/:job/resume': 'task-refuses',
};

const act = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).first().click();
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
};

test('a reader opens every page, and can do nothing else: the page shows that AWS refuses', async () => {
  const { page, errors, ports, arn } = await openAs('reader', ['reader']);
  for (const job of ['hr/people-nightly failing', 'sales/orders-daily running'])
    await page
      .getByRole('row', { name: new RegExp(job.replace(' ', '[^]*')) })
      .first()
      .waitFor();
  for (const text of ['DMS suspended the table', 'paused by grace', 'changes arrive later'])
    await page.getByText(text).first().waitFor();
  await page.getByRole('link', { name: 'hr/people-nightly' }).first().click();
  await page.getByText('ORA-01555: snapshot too old').waitFor();
  for (const hash of await pagesOf(page)) {
    await goTo(page, hash);
    await allRead(page);
    expect([
      hash,
      await page.getByText(/AWS refused|could not be (done|read)|not read/).allTextContents(),
    ]).toEqual([hash, []]);
  }
  expect(errors).toEqual([]);
  for (const { path, filled } of await routesOf(createReader(ports, true), 'GET')) {
    const { status, code } = await ask(page, 'GET', filled);
    expect([path, status === 200 ? 'read' : code]).toEqual([path, nothingToRead[path] ?? 'read']);
  }

  for (const [job, button] of [
    ['hr/people-nightly', 'Retry'],
    ['sales/orders-daily', 'Cancel run'],
  ] as const) {
    await goTo(page, `#/runs/${(await newest(job)).run}`);
    await act(page, button);
    await page.getByRole('dialog').getByText('AWS refused this').waitFor();
    await page
      .getByRole('dialog')
      .getByText(/not authorized to perform: \w+:\w+/)
      .waitFor();
    await page.keyboard.press('Escape');
  }
  const { pointer } = await listSnapshots(connection, 'sales/orders-daily', clock.now());
  for (const { path, filled } of await routesOf(createActions(ports), 'POST')) {
    const { code } = await ask(page, 'POST', filled, { to: pointer?.snapshot, tables: 'all' });
    expect([path, code]).toEqual([path, forbidden[path] ?? 'refused-by-aws']);
  }
  const used = [...deployed.cloud.permissions.usedBy(arn)];
  expect(used.filter((action) => !/:(BatchGet|Describe|Filter|Get|Query|List)/.test(action))).toEqual([]);
  expect((await newest('sales/orders-daily')).cancelled).toBeUndefined();
});

test('an operator cancels a run and retries a run on their pages, and sees how they end; what it stopped, no reader resumes', async () => {
  const { page, errors } = await openAs('operator', ['reader', 'operator']);
  const isAs = (job: string, state: ReturnType<typeof stateOf>) => async () =>
    stateOf(await newest(job)) === state;
  await goTo(page, `#/runs/${(await newest('sales/orders-daily')).run}`);
  await act(page, 'Cancel run');
  await follow('the cancelled run', isAs('sales/orders-daily', 'cancelled'));
  await page.getByText('Why this run was cancelled').waitFor();
  deployed.cloud.dms.script.reset();
  const failed = (await newest('hr/people-nightly')).run;
  await goTo(page, `#/runs/${failed}`);
  await act(page, 'Retry');
  await follow('the repaired run', isAs('hr/people-nightly', 'succeeded'));
  await follow('its end', async () => (await newest('hr/people-nightly')).phases.closed !== undefined);
  const retried = await newest('hr/people-nightly');
  expect(retried).toMatchObject({ attempt: 2, onlyTables: ['HR.SALARIES'] });
  await until('its page', async () => page.url().endsWith(`#/runs/${retried.run}`));
  await page.getByText('succeeded', { exact: true }).first().waitFor();
  await goTo(page, `#/runs/${failed}`);
  await page.getByText('Why this run failed').waitFor();
  expect(await page.getByRole('link', { name: 'attempt 2' }).getAttribute('href')).toBe(runHref(retried.run));
  const why = page.getByText(`${retried.run} has succeeded, so nothing is to be repeated`);
  await why.first().waitFor({ state: 'attached' });
  // The page asks for a run that has no record yet.
  expect(errors.filter((error) => !error.includes('404'))).toEqual([]);

  const live = '/replications/sales/orders-live';
  expect((await ask(page, 'POST', `${live}/stop`)).status).toBe(200);
  await follow('the stopped task', async () => {
    const replication = await connection.history.replication('sales/orders-live');
    return replication?.seen?.status === 'stopped';
  });
  await opened.close();
  const reader = await openAs('reader', ['reader']);
  expect((await ask(reader.page, 'POST', `${live}/resume`)).code).toBe('refused-by-aws');
});
