import { hostname, userInfo } from 'node:os';
import { cutText, longestName } from '../../core/cut-text';

/** Name of the user at this machine, for the history. */
export function operator(): string {
  return cutText(`${userInfo().username}@${hostname()}`, longestName);
}
