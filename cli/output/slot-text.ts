import type { Replication } from '../../core/runs/replication/replication';
import { bytes, moment } from './quantities';

/** State of the replication slot when it was last checked. */
export function slotText({ active, at, lagBytes }: NonNullable<Replication['slot']>): string {
  return `${active ? 'in use' : 'not in use'} at ${moment(at)}; the source kept ${bytes(lagBytes)} of log for it then`;
}
