import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { writeRedirect } from '../../../cli/commands/console/open-browser';
import { builtPages } from '../../../console/server/pages/build-pages';
import { writeReport } from '../../../console/server/pages/write-report';
import { startServer } from '../../../console/server/start-server';
import { pageUrl, runHref } from '../../../core/pages/hrefs';
import {
  allRead,
  browserOfTests,
  errorsOf,
  goTo,
  overflow,
  seriousFindings,
  type View,
} from '../../helpers/console/browser';
import { invalidFiles } from '../../helpers/console/console-files';
import { ConsoleWorld, hostileName, hostileText } from '../../helpers/console/console-world';
import { listedPages } from '../../helpers/console/page-list';
import { ReplicatingWorld } from '../../helpers/console/replicating-world';
import { until } from '../../helpers/run/until';

const browser = browserOfTests();

function open(view?: View, readOnly?: boolean, hasLoads?: boolean) {
  return openWorld(new ConsoleWorld(), view, readOnly, hasLoads);
}

async function openWorld<W extends ConsoleWorld>(
  empty: W,
  view?: View,
  readOnly?: boolean,
  hasLoads = false,
) {
  const world = await empty.fill();
  if (hasLoads) await world.withLoads();
  return { ...(await browser.open(world.ports, view, readOnly)), world };
}

const isHacked = (page: Page): Promise<unknown> => page.evaluate('window.hacked ?? false');

// Colours do not depend on the width, nor sizes on the colours: two views show both.
describe.each<View>([{ width: 1280 }, { width: 390, dark: true }])('with %j', (view) => {
  it('all pages are readable, accessible and free of errors', async () => {
    const { page, errors, world } = await openWorld(new ReplicatingWorld(), view, false, true);
    const missing = { hash: '#/nothing', heading: 'There is no such page' };
    for (const { hash, heading } of [...listedPages(world), missing]) {
      await goTo(page, hash);
      await page.getByRole('heading', { name: heading }).first().waitFor();
      await allRead(page);
      expect([hash, await seriousFindings(page)]).toEqual([hash, []]);
      expect([hash, await overflow(page)]).toEqual([hash, 0]);
    }
    expect(errors).toEqual([]);
    expect(await isHacked(page)).toBe(false);
  });
});

it('Today and Replications show all columns at 1280 pixels, with the list of pages open', async () => {
  const { page, world } = await openWorld(new ReplicatingWorld());
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  const hidden = (table: Locator) =>
    table.evaluate((one) => one.scrollWidth - (one.parentElement?.clientWidth ?? 0));
  expect(await hidden(page.getByRole('treegrid', { name: 'Jobs' }))).toBeLessThanOrEqual(0);
  await goTo(page, '#/replications');
  const jobs = page.getByRole('table', { name: 'CDC jobs' });
  await jobs.getByRole('link', { name: world.live }).waitFor();
  expect(await hidden(jobs)).toBeLessThanOrEqual(0);
});

it('a first-time user finds why the run failed, and how to fix it, from the first page', async () => {
  const { page, world } = await open();
  await page.getByRole('link', { name: 'sales/customers' }).first().click();
  const why = page.getByText('Why this run failed');
  await why.waitFor();
  const text = await page.locator('main').textContent();
  expect(text).toContain('DMS suspended the table');
  expect(text).toContain(`lakeferry retry ${world.failedRun}`);
  expect(text).toContain('1 of 2 tables completed, 120 rows, 1 finding');
  expect(text).toContain(hostileName);
  expect(text).toContain(hostileText.replace('\u202e', '\\u202e'));
  expect(await page.getByRole('img', { name: /^State machine/ }).getAttribute('aria-label')).toContain(
    'JudgeRun, DeleteTask, CloseRun, RunFailed',
  );
});

it('the night has all jobs on one timeline, and its runs in words', async () => {
  const { page, errors } = await open();
  await goTo(page, '#/night');
  await page.getByRole('img', { name: 'Timeline of 6 jobs, 24 hours back and ahead' }).waitFor();
  await page.getByRole('img', { name: /^DMS requests per minute, at most 21, of a rate of 384$/ }).waitFor();
  expect(await page.getByRole('table', { name: 'Idle hours' }).getByRole('row').count()).toBe(4);
  const runs = page.getByRole('table', { name: 'Runs' });
  expect(await runs.getByRole('link', { name: 'sales/customers' }).count()).toBe(1);
  expect(await runs.getByRole('row', { name: /planned/ }).count()).toBeGreaterThan(3);
  expect(errors).toEqual([]);
});

it('the calendar marks the day of a clock change, with what it does to each job', async () => {
  const { page, errors } = await open();
  await goTo(page, '#/calendar');
  await page.getByRole('img', { name: /^Calendar of 70 days from Monday,? 2 February 2026$/ }).waitFor();
  const notable = page.getByRole('table', { name: 'Days to check' });
  const failed = notable.getByRole('row', { name: /^Tuesday,? 10 March 2026 1 1 1 –$/ });
  await failed.waitFor();
  await notable.getByRole('link', { name: /^Sunday,? 29 March 2026$/ }).click();
  await page.getByText('Clocks in Europe/Vienna skip 02:00 to 03:00').waitFor();
  await page.getByText('sales/customers: no run at 02:00').waitFor();
  expect(page.url()).toMatch(/#\/calendar\?day=2026-03-29$/);
  await page.getByRole('button', { name: 'Today', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Find jobs' }).fill('sales/');
  const runs = page.getByRole('table', { name: 'Runs of the day' });
  await until('three runs', async () => (await runs.getByRole('row').count()) === 4);
  expect(await runs.getByRole('row', { name: /sales\/customers failed/ }).count()).toBe(1);
  expect(page.url()).toMatch(/#\/calendar\?text=sales%2F$/);
  expect(errors).toEqual([]);
});

it('the plan has what a deployment changes, and where files are wrong', async () => {
  const { page, world, errors } = await open();
  await goTo(page, '#/plan');
  await page.getByText('sales.customers: column phone leaves the source again').waitFor();
  await page.getByText('for now, keep the source hr-db in connections.yaml').waitFor();
  await page.getByRole('button', { name: /Class of changes/ }).click();
  await page.getByRole('option', { name: 'refused' }).click();
  await page.getByText('column phone').waitFor({ state: 'hidden' });
  expect(page.url()).toMatch(/#\/plan\?class=refused$/);
  world.files = invalidFiles(hostileText);
  await page.getByRole('button', { name: 'Compare again' }).click();
  const row = page.getByRole('row', { name: /config\/departments\/hr\.yaml:2:1/ });
  await row.getByText('did you mean "owner"?').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  expect(await page.getByRole('table', { name: 'Departments' }).getByRole('row').count()).toBe(3);
  world.files = undefined;
  await page.getByRole('button', { name: 'Compare again' }).click();
  await page.getByText('There are no files to compare with').waitFor();
  expect(errors).toEqual([]);
});

it('times are in the zone of the viewer, with UTC on hover', async () => {
  const { page, world } = await open();
  await goTo(page, `#/runs/${world.failedRun}`);
  // Today has this time, too, in another form.
  await page.getByText('Why this run failed').waitFor();
  const time = page.locator('time[datetime="2026-03-10T01:00:00.000Z"]').first();
  expect(await time.textContent()).toContain('02:00:00');
  expect(await time.getAttribute('title')).toBe('2026-03-10 01:00:00 UTC');
  await page.getByRole('button', { name: 'Log lines' }).click();
  const line = page.getByRole('list', { name: 'Log lines' }).locator('time').first();
  expect(await line.getAttribute('title')).toMatch(/^2026-03-10 \d\d:\d\d:\d\d UTC$/);
  await goTo(page, '#/');
  const runs = page.getByRole('list', { name: 'Last runs of sales/customers' });
  expect(await runs.getByRole('link').last().getAttribute('title')).toContain('2026-03-10 01:00:00 UTC');
});

it('a run in flight changes on the page without a click', async () => {
  const { page, world } = await open();
  await goTo(page, `#/runs/${world.openRun}`);
  await page.getByText('running 40 %').waitFor();
  await world.progress(77);
  await page.getByText('running 77 %').waitFor();
});

it('eight tabs are live at once, and one that was hidden catches up', async () => {
  const { page, world, server } = await open();
  const tabs = [page];
  while (tabs.length < 8) tabs.push(await page.context().newPage());
  const shows = async (text: string, some = tabs): Promise<void> => {
    for (const tab of some) await tab.getByText(text).waitFor();
  };
  for (const tab of tabs) await tab.goto(`http://127.0.0.1:${server.port}/#/runs/${world.openRun}`);
  await shows('running 40 %');
  await world.progress(50);
  await shows('running 50 %');
  const last = tabs[7] ?? page;
  const see = (state: 'hidden' | 'visible') =>
    last.evaluate(`Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => '${state}' });
      document.dispatchEvent(new Event('visibilitychange'))`);
  await see('hidden');
  await page.close();
  await world.progress(60);
  await shows('running 60 %', tabs.slice(1, 7));
  expect(await last.getByText('running 50 %').count()).toBe(1);
  await see('visible');
  await shows('running 60 %', [last]);
});

it('filters are part of the address', async () => {
  const { page } = await open();
  const rows = page.getByRole('treegrid', { name: 'Jobs' }).getByRole('row');
  await page.getByRole('searchbox', { name: 'Find jobs' }).fill('hr/');
  await until('three jobs', async () => (await rows.count()) === 5);
  expect(page.url()).toMatch(/#\/\?text=hr%2F$/);
  await page.reload();
  await until('three jobs again', async () => (await rows.count()) === 5);
});

it('each table of a page has its own filter in the address, which finds upper and lower case', async () => {
  const { page } = await open();
  await goTo(page, '#/plan/sales/customers?task-setting=ddlhandling');
  const settings = page.getByRole('table', { name: 'Settings of the DMS task' });
  await until('the settings', async () => (await settings.getByRole('row').count()) > 1);
  expect(await settings.getByRole('row', { name: /^ChangeProcessingDdlHandlingPolicy/ }).count()).toBe(3);
  expect(await settings.getByRole('row').count()).toBe(4);
  await page.getByRole('searchbox', { name: 'Find tables' }).fill('nothing');
  await page.getByText('No table matches').waitFor();
  expect(page.url()).toMatch(/\?task-setting=ddlhandling&text=nothing$/);
  expect(await settings.getByRole('row').count()).toBe(4);
});

it('Today groups jobs by department, which are collapsed with the keyboard and stay so', async () => {
  const { page, errors } = await open({ width: 1280 }, false, true);
  const jobs = page.getByRole('treegrid', { name: 'Jobs' });
  await jobs.getByRole('row', { name: /sales \(5\) 2 problems 1 running$/ }).waitFor();
  await page.getByText('6 jobs, 2 CSV loads, as of').waitFor();
  await jobs.getByRole('button', { name: 'Hide the jobs of hr' }).press('Enter');
  await until('five jobs and two departments', async () => (await jobs.getByRole('row').count()) === 8);
  expect(page.url()).toMatch(/#\/\?collapsed=hr$/);
  await jobs.getByRole('link', { name: 'sales/customers', exact: true }).click();
  await page.getByText('Why this run failed').waitFor();
  await page.goBack();
  await jobs.getByRole('button', { name: 'Show the jobs of hr' }).waitFor();
  expect(await jobs.getByRole('row').count()).toBe(8);
  await jobs.getByRole('link', { name: 'sales/prices', exact: true }).click();
  await page.getByRole('heading', { name: 'Waiting files' }).waitFor();
  expect(errors).toEqual([]);
});

it('an answer that fails is shown, with what the page had', async () => {
  const { page, world } = await open();
  const { history } = world.environment;
  const { outbox, runsOfJob } = history;
  const refuse = async () => {
    throw Object.assign(new Error('not authorized to perform: dynamodb:Query'), {
      name: 'AccessDeniedException',
    });
  };
  Object.assign(history, { outbox: refuse, runsOfJob: refuse });
  await world.progress(50);
  await page.getByText('This is not up to date').waitFor();
  await page.getByText('dynamodb:Query').first().waitFor();
  await page.getByText('not read').first().waitFor();
  expect(await page.getByRole('treegrid', { name: 'Jobs' }).getByRole('row').count()).toBe(9);
  Object.assign(history, { outbox, runsOfJob });
  await world.progress(51);
  await page.getByText('This is not up to date').waitFor({ state: 'hidden' });
});

describe('an action', () => {
  it('is asked for and done with the keyboard alone', async () => {
    const { page, world } = await open();
    await goTo(page, `#/runs/${world.openRun}`);
    const button = page.getByRole('button', { name: 'Cancel run' });
    await button.waitFor();
    const isFocused = `document.activeElement?.textContent === 'Cancel run'`;
    for (let presses = 0; !(await page.evaluate(isFocused)) && presses < 30; presses += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Cancel this run?' });
    await dialog.getByText('Readers keep the previous snapshot').waitFor();
    await dialog.getByRole('textbox').focus();
    await page.keyboard.type('wrong filter');
    for (let presses = 0; !(await page.evaluate(isFocused)) && presses < 10; presses += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await until(
      'the cancellation',
      async () => (await world.environment.history.run(world.openRun))?.cancelled !== undefined,
    );
    expect((await world.environment.history.run(world.openRun))?.cancelled).toMatchObject({
      by: 'ada@laptop',
      reason: 'wrong filter',
    });
    await dialog.waitFor({ state: 'hidden' });
    expect(await button.isDisabled()).toBe(false);
  });

  it('can be left, and then nothing happens', async () => {
    const { page, world } = await open();
    await goTo(page, `#/runs/${world.failedRun}`);
    await page.getByRole('button', { name: 'Retry', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Retry this run?' });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(world.environment.started).toEqual([]);
  });

  it('that AWS refuses is shown as refused', async () => {
    const { page, world } = await open();
    world.environment.executions.startOnce = async () => {
      throw Object.assign(new Error('not authorized to perform: states:StartExecution'), {
        name: 'AccessDeniedException',
      });
    };
    await goTo(page, `#/runs/${world.failedRun}`);
    await page.getByRole('button', { name: 'Retry', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Retry this run?' });
    await dialog.getByRole('button', { name: 'Retry', exact: true }).click();
    await dialog.getByText('AWS refused this').waitFor();
    await dialog.getByText('states:StartExecution').waitFor();
  });

  it('is not offered with --read-only', async () => {
    const { page, world } = await open({ width: 1280 }, true);
    await goTo(page, `#/runs/${world.failedRun}`);
    await page.getByText('Why this run failed').waitFor();
    expect(await page.getByRole('button', { name: /Retry|Cancel/ }).count()).toBe(0);
  });
});

it('rows of the lake are text, and readers are moved to another snapshot after a question', async () => {
  const { page, world, errors } = await open();
  await page.getByRole('link', { name: /rows, tables of sales\/orders-daily$/ }).click();
  await page.getByRole('link', { name: 'sales.orders' }).click();
  await page.getByRole('img', { name: 'Rows of this table in 14 runs' }).waitFor();
  await page.getByText('the column was numeric(10,2) and is numeric(14,2) now').waitFor();
  await page.getByRole('button', { name: 'Show rows' }).click();
  const rows = page.getByRole('table', { name: 'Rows in the lake' });
  await rows.getByText(hostileName).waitFor();
  await page.getByRole('button', { name: 'Move readers to 20260309T010000Z' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move readers to this snapshot?' });
  await dialog.getByText('Readers of all 2 tables of sales/orders-daily').waitFor();
  await dialog.getByRole('button', { name: 'Move readers' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('ada@laptop moved readers back from 20260310T010000Z').waitFor();
  expect((await world.lake.snapshots('sales/orders-daily').pointer())?.snapshot).toBe('20260309T010000Z');
  expect(errors).toEqual([]);
  expect(await isHacked(page)).toBe(false);
});

it('a file is dropped into the inbox after a question, and overwriting one is asked about again', async () => {
  const { page, world } = await open({ width: 1280 }, false, true);
  await goTo(page, '#/loads/sales/prices');
  await page.getByText('line 3: price: "<b>cheap</b>" is not a number').waitFor();
  const file = { name: '2026-04.csv', mimeType: 'text/csv', buffer: Buffer.from('sku,price\nb,2\n') };
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Drop into the inbox' }).click();
  const dialog = page.getByRole('dialog', { name: 'Drop this file?' });
  await dialog.getByText('completely or not at all').waitFor();
  await dialog.getByRole('button', { name: 'Drop', exact: true }).click();
  const again = page.getByRole('dialog', { name: 'Overwrite the file in the inbox?' });
  await again.waitFor();
  expect(world.lakeFiles.text('inbox', 'sales/prices/2026-04.csv')).toBe('sku,price\n');
  await again.getByRole('button', { name: 'Overwrite', exact: true }).click();
  await page.getByText('2026-04.csv is in the inbox').waitFor();
  expect(world.lakeFiles.text('inbox', 'sales/prices/2026-04.csv')).toBe('sku,price\nb,2\n');
});

it('a private file leads the browser to the console', async () => {
  const { ports } = await new ConsoleWorld().fill();
  const server = await startServer(ports, { readOnly: false, pages: await builtPages(), port: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'lakeferry-redirect-'));
  const context = await browser.newContext();
  try {
    const file = writeRedirect(server.url, folder);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    await page.getByRole('treegrid', { name: 'Jobs' }).waitFor();
    expect(page.url()).not.toContain('token');
  } finally {
    await context.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});

it('a page of another session, or without the cookie, shows nothing', async () => {
  const { server } = await open();
  const context = await browser.newContext();
  const stranger = await context.newPage();
  await stranger.goto(server.url);
  expect(await stranger.locator('body').textContent()).toContain('was used already');
  await context.close();
});

it('a link to a run opens it, also from another site, and says what to do in a browser without the cookie', async () => {
  const { server, page, world } = await open();
  const link = pageUrl(`http://127.0.0.1:${server.port}/`, runHref(world.failedRun));
  await page.goto(link);
  await page.getByText('Why this run failed').waitFor();
  const context = await browser.newContext();
  for (const [tab, text] of [
    [page, 'Why this run failed'],
    [await context.newPage(), 'this browser has no session of this console'],
  ] as const) {
    await tab.route('http://mail.example/', (route) =>
      route.fulfill({ contentType: 'text/html', body: `<a href="${link}">the run</a>` }),
    );
    await tab.goto('http://mail.example/');
    await tab.getByRole('link', { name: 'the run' }).click();
    await tab.getByText(text).waitFor();
  }
  await context.close();
});

it('a report opens from its folder, without a server, and offers no actions', async () => {
  const world = await new ReplicatingWorld().fill();
  const folder = mkdtempSync(join(tmpdir(), 'lakeferry-report-'));
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    expect(await writeReport(world.ports, await builtPages(), folder)).toMatchObject({ jobs: 10 });
    const page = await context.newPage();
    const errors = errorsOf(page);
    await page.goto(pathToFileURL(join(folder, 'index.html')).href);
    await page.getByRole('button', { name: /^report of/ }).waitFor();
    await page.getByRole('link', { name: 'sales/customers' }).first().click();
    await page.getByText('Why this run failed').waitFor();
    await page.getByRole('img', { name: /^State machine/ }).waitFor();
    await page.getByRole('link', { name: hostileName }).click();
    await page.getByRole('heading', { name: 'Row counts' }).waitFor();
    await goTo(page, '#/');
    await page.getByRole('list', { name: 'Last runs of sales/customers' }).getByRole('link').first().click();
    await page.getByText('a report has the newest 3 runs and 5 tables of each job').waitFor();
    await goTo(page, '#/plan');
    await page.getByText('A report has the deployed plan only').waitFor();
    await page.getByRole('link', { name: 'sales/customers' }).click();
    await page.getByRole('heading', { name: 'Table mappings' }).waitFor();
    expect(await page.getByRole('button', { name: /Retry|Cancel/ }).count()).toBe(0);
    await goTo(page, `#/replications/${world.late}?lag=week`);
    await page.getByRole('img', { name: /^Lag over 7 days/ }).waitFor();
    expect(await page.getByRole('button', { name: /^(Start|Stop|Resume|Reload)/ }).count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    expect(await isHacked(page)).toBe(false);
    expect(errors).toEqual([]);
  } finally {
    await context.close();
    rmSync(folder, { recursive: true });
  }
});
