import { join } from 'node:path';
import { FileJournal, type OpenJournal } from './journal';

/** The journals of one cloud, a file each below `<data folder>/state`. `close` ends them: what comes later is not kept. */
export function openJournals(dataFolder: string): { readonly open: OpenJournal; close(): void } {
  const opened: FileJournal[] = [];
  return {
    open(name) {
      const journal = new FileJournal(join(dataFolder, 'state', `${name}.jsonl`));
      opened.push(journal);
      return journal;
    },
    close() {
      for (const journal of opened) journal.close();
    },
  };
}
