import type { Scenario } from './scenario';
import { failingTable } from './failing-table';
import { lostEvents } from './lost-events';
import { slowSource } from './slow-source';
import { suspendedTable } from './suspended-table';
import { throttledDms } from './throttled-dms';

export const scenarios: readonly Scenario[] = [
  slowSource,
  throttledDms,
  failingTable,
  suspendedTable,
  lostEvents,
];
