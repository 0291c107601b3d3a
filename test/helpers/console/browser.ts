import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../../bench/console/launch-browser';
import { builtPages } from '../../../console/server/pages/build-pages';
import type { ConsolePorts } from '../../../console/server/ports';
import { type RunningConsole, startServer } from '../../../console/server/start-server';
import { patience } from '../run/machine-speed';
import { until } from '../run/until';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export interface View {
  readonly width: number;
  readonly dark?: boolean;
}

/** A page of the console, with all that its own scripts must not have done. */
export interface OpenPage {
  readonly page: Page;
  readonly server: RunningConsole;
  /** Errors of the page, refusals of its content security policy included. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

export async function openPage(
  browser: Browser,
  ports: ConsolePorts,
  { width, dark = false }: View,
  readOnly = false,
): Promise<OpenPage> {
  const server = await startServer(ports, { readOnly, pages: await builtPages(), port: 0 });
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    timezoneId: 'Europe/Vienna',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patience(20_000));
  const errors = errorsOf(page);
  await page.goto(server.url);
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  return {
    page,
    server,
    errors,
    close: async () => {
      await context.close();
      await server.stop();
    },
  };
}

/** A browser for the tests of a file. Closes what each of them has opened. */
export function browserOfTests(): {
  readonly open: (ports: ConsolePorts, view?: View, readOnly?: boolean) => Promise<OpenPage>;
  readonly newContext: Browser['newContext'];
} {
  let browser: Browser;
  const opened: OpenPage[] = [];
  beforeAll(async () => {
    await builtPages();
    browser = await launchBrowser();
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });
  afterAll(() => browser.close());
  return {
    open: async (ports, view = { width: 1280 }, readOnly = false) => {
      const one = await openPage(browser, ports, view, readOnly);
      opened.push(one);
      return one;
    },
    newContext: (options) => browser.newContext(options),
  };
}

export function goTo(page: Page, hash: string): Promise<unknown> {
  return page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
}

/** Waits until the page waits for no answer. */
export function allRead(page: Page): Promise<void> {
  return until('all answers', async () => (await page.getByText('reading', { exact: true }).count()) === 0);
}

export function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}

/**
 * Serious findings of axe-core, each with the elements. Cloudscape 3.0.1383 sets `aria-orientation` on its own navigation bar of
 * narrow windows, which we cannot change.
 */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const found: readonly string[] = await page.evaluate(`axe.run({ preload: false }).then(({ violations }) =>
    violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ').slice(0, 600)))`);
  return found.filter((one) => !/^aria-allowed-attr: <nav [^|]*mobile-toolbar-nav[^|]*$/.test(one));
}

/** Pixels by which the page is wider than the window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
}
