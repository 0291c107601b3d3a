import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from '../../../bench/console/launch-browser';
import { builtPages } from '../../../console/server/pages/build-pages';
import { startServer } from '../../../console/server/start-server';
import { allRead, goTo } from './browser';
import { listedPages } from './page-list';
import { ReplicatingWorld } from './replicating-world';

const folder = join(__dirname, '..', '..', '..', 'docs', 'images', 'console');
/** Time until charts are drawn, in milliseconds. */
const drawn = 1500;
/** Pages that are also drawn dark. */
const alsoDark: readonly string[] = ['today', 'night'];

/** Draws all pages of the console into docs/images/console, of the same world as its tests, so that a picture changes only with the pages. */
async function main(): Promise<void> {
  const world = await (await new ReplicatingWorld('plain').fill()).withLoads();
  const pages = await builtPages();
  mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser();
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      const server = await startServer(world.ports, { readOnly: false, pages, port: 0 });
      const context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        colorScheme,
        reducedMotion: 'reduce',
        timezoneId: 'Europe/Vienna',
        locale: 'en-GB',
      });
      const page = await context.newPage();
      await page.goto(server.url);
      for (const { name, hash, heading } of listedPages(world)) {
        if (colorScheme === 'dark' && !alsoDark.includes(name)) continue;
        await goTo(page, hash);
        await page.getByRole('heading', { name: heading }).first().waitFor();
        await allRead(page);
        await page.waitForTimeout(drawn);
        const file = colorScheme === 'dark' ? `${name}-dark.png` : `${name}.png`;
        await page.screenshot({ path: join(folder, file), animations: 'disabled' });
        process.stdout.write(`docs/images/console/${file}\n`);
      }
      await context.close();
      await server.stop();
    }
  } finally {
    await browser.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
