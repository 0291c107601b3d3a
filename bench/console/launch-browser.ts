import { setTimeout as pause } from 'node:timers/promises';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** Tenths of a second that another process may take to unpack the browser. */
const attempts = 300;

/** Chromium of a package on Linux, which fails where it does not start; elsewhere the installed Chrome. */
export async function launchBrowser(): Promise<Browser> {
  if (process.platform !== 'linux') return chromium.launch({ channel: 'chrome' });
  const executablePath = await sparticuz.executablePath();
  for (let attempt = 1; ; attempt += 1)
    try {
      return await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    } catch (error) {
      if (attempt === attempts || !/ETXTBSY|EACCES/.test(String(error))) throw error;
      await pause(100);
    }
}
