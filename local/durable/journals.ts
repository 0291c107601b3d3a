import { join } from 'node:path';
import { FileJournal, type OpenJournal } from './journal';

/**
 * Journals of one cloud, one file each below `<data folder>/state`. After `close` nothing is written any
 * more.
 */
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
