import { jobPartition, shapeKey, shapePrefix } from '../core/runs/history-keys';
import { SeenShape, type TableShape } from '../core/runs/table-shape';
import type { HistoryTable } from './history-table';

/** The tables of a job as a source check last saw them. */
export interface Shapes {
  /** Safe to repeat. */
  keepShapes(jobKey: string, seenAt: Date, run: string, shapes: readonly TableShape[]): Promise<void>;
  /** By schema and table, ascending. */
  shapes(jobKey: string): Promise<readonly SeenShape[]>;
}

export function shapeStore(table: HistoryTable): Shapes {
  return {
    keepShapes: (jobKey, seenAt, run, shapes) =>
      table.putAll(
        shapes.map((shape) => ({
          ...shapeKey(jobKey, shape),
          ...shape,
          seenAt: seenAt.toISOString(),
          run,
        })),
      ),
    async shapes(jobKey) {
      const found: SeenShape[] = [];
      for await (const item of table.query({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': jobPartition(jobKey), ':sk': shapePrefix },
        ConsistentRead: true,
      }))
        found.push(SeenShape.parse(item));
      return found;
    },
  };
}
