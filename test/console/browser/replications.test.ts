import type { Page } from 'playwright-core';
import { browserOfTests, goTo } from '../../helpers/console/browser';
import { arnOf, ReplicatingWorld } from '../../helpers/console/replicating-world';
import { until } from '../../helpers/run/until';

const browser = browserOfTests();

async function open() {
  const world = await new ReplicatingWorld().fill();
  return { ...(await browser.open(world.ports)), world };
}

const isOffered = (page: Page, name: string): Promise<boolean> =>
  page.getByRole('button', { name, exact: true }).isEnabled();

describe('the page of a CDC job', () => {
  it('is found from Today, and its page shows the lag against max-latency', async () => {
    const { page, world } = await open();
    await page
      .getByRole('treegrid', { name: 'Jobs' })
      .getByRole('link', { name: world.late, exact: true })
      .click();
    await page.getByRole('img', { name: /^Lag over 24 hours.*max-latency is 15 min$/ }).waitFor();
    await page.getByRole('img', { name: /^Inserts, updates and deletes per minute/ }).waitFor();
    await page.getByRole('button', { name: '7 days' }).click();
    await page.getByRole('img', { name: /^Lag over 7 days/ }).waitFor();
    expect(page.url()).toMatch(/stock-live\?lag=week$/);
    const main = page.locator('main');
    for (const shown of ['1 table does not replicate', '46 MiB', 'checkpoint:V1', 'tables with faults'])
      await main.getByText(shown).first().waitFor();
  });

  it('is stopped on its page, after the consequence was stated, and then may not be stopped again', async () => {
    const { page, world } = await open();
    await goTo(page, `#/replications/${world.live}`);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: `Stop ${world.live}?` });
    await dialog.getByText('No changes are replicated until').waitFor();
    expect(world.requests).toEqual([]);
    await dialog.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('status').getByText('The task is stopping').waitFor();
    expect(world.requests).toEqual([`stop ${arnOf(world.live)}`]);
    await page.getByText('is being stopped by ada@laptop').waitFor();
    await world.environment.history.recordSeen(world.live, {
      seen: { status: 'stopped', at: world.now.toISOString(), since: world.now.toISOString() },
    });
    await until('the poll', async () => !(await isOffered(page, 'Stop')));
    expect(await isOffered(page, 'Resume')).toBe(true);
  });

  it('whose action AWS refuses says so, and what CloudWatch refuses is said on the page', async () => {
    const { page, world } = await open();
    const refuse = (action: string) => () =>
      Promise.reject(
        Object.assign(new Error(`not authorized to perform: ${action}`), { name: 'AccessDeniedException' }),
      );
    world.lags = refuse('cloudwatch:GetMetricData');
    Object.assign(world.ports.dms ?? {}, { reloadTables: refuse('dms:ReloadTables') });
    await goTo(page, `#/replications/${world.late}`);
    await page.getByText('CloudWatch cannot be read, so only the last two hours are shown').waitFor();
    await page.getByText('cloudwatch:GetMetricData').waitFor();
    await page.getByRole('button', { name: 'Reload tables' }).click();
    const dialog = page.getByRole('dialog', { name: `Reload tables of ${world.late}?` });
    await dialog.getByRole('button', { name: 'Reload 1 table' }).click();
    await dialog.getByText('AWS refused this').waitFor();
    await dialog.getByText('dms:ReloadTables').waitFor();
  });
});
