import { hostname, userInfo } from 'node:os';

/** Name of the user at this machine, for the history. */
export function operator(): string {
  return `${userInfo().username}@${hostname()}`;
}
