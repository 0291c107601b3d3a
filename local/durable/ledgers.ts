import { join } from 'node:path';
import { FileLedger, type OpenLedger } from './ledger';

/** The ledgers of one cloud, a file each below `<data folder>/state`. `close` ends them: what comes later is not kept. */
export function openLedgers(dataFolder: string): { readonly open: OpenLedger; close(): void } {
  const opened: FileLedger[] = [];
  return {
    open(name) {
      const ledger = new FileLedger(join(dataFolder, 'state', `${name}.jsonl`));
      opened.push(ledger);
      return ledger;
    },
    close() {
      for (const ledger of opened) ledger.close();
    },
  };
}
