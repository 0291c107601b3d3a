import { setTimeout as pause } from 'node:timers/promises';
import { patience } from './machine-speed';

/** Tries without a pause: what is nearly there costs no time. */
const eager = 100;

/**
 * Resolves when `holds` is true; for what a database, a process or a worker does in its own time. Fails when that is far longer
 * than a machine of this speed takes, with what it waited for.
 */
export async function until(
  what: string | (() => string | Promise<string>),
  holds: () => boolean | Promise<boolean>,
  limit = patience(60_000),
): Promise<void> {
  const end = performance.now() + limit;
  for (let tries = 0; !(await holds()); tries += 1) {
    if (performance.now() > end)
      throw new Error(`waited ${limit} ms in vain: ${typeof what === 'string' ? what : await what()}`);
    await pause(tries < eager ? 0 : 10);
  }
}
