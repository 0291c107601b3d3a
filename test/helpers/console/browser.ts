import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import type { ConsolePorts } from '../../../console/server/ports';
import { builtPages } from '../../../console/server/pages/build-pages';
import { type RunningConsole, startServer } from '../../../console/server/start-server';
import { patience } from '../run/machine-speed';

export { launchBrowser } from '../../../bench/console/launch-browser';

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
