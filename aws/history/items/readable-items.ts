import type { Log } from '../../../core/monitoring/log';
import { knownItem } from './item-format';
import type { Item } from '../table';

/** Gets the sort key of an item that cannot be read, and the reason. */
export type ReportUnreadable = (key: string, problem: string) => void;

/** Reads all items. One that has another shape, or that a later version wrote, stops none of the others. */
export async function readable<Value>(
  items: AsyncIterable<Item>,
  parse: (item: Item) => Value,
  report: ReportUnreadable,
): Promise<readonly Value[]> {
  const found: Value[] = [];
  for await (const item of items) {
    try {
      found.push(parse(knownItem(item)));
    } catch (error) {
      report(String(item['sk']), String(error));
    }
  }
  return found;
}

/** Reports to the log. */
export function logUnreadable(log: Log): ReportUnreadable {
  return (key, problem) => log.error('an item of the history cannot be read', { key, problem });
}
