import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** Chromium of a package on Linux, which fails where it does not start; elsewhere the installed Chrome. */
export async function launchBrowser(): Promise<Browser> {
  if (process.platform !== 'linux') return chromium.launch({ channel: 'chrome' });
  return chromium.launch({ executablePath: await sparticuz.executablePath(), args: ['--no-sandbox'] });
}
