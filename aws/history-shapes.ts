import {
  goodShapeKey,
  goodShapePrefix,
  jobPartition,
  shapeKey,
  shapePrefix,
} from '../core/runs/history-keys';
import { SeenShape, type TableShape } from '../core/runs/table-shape';
import type { HistoryTable } from './history-table';

/** The tables of a job as a source check last saw them. */
export interface Shapes {
  /** Safe to repeat. */
  keepShapes(jobKey: string, seenAt: Date, run: string, shapes: readonly TableShape[]): Promise<void>;
  /** By schema and table, ascending. */
  shapes(jobKey: string): Promise<readonly SeenShape[]>;
  /** As a good run saw them, kept while later runs fail. Safe to repeat. */
  keepGoodShapes(jobKey: string, shapes: readonly SeenShape[]): Promise<void>;
  goodShapes(jobKey: string): Promise<readonly SeenShape[]>;
}

export function shapeStore(table: HistoryTable): Shapes {
  const under = async (jobKey: string, prefix: string): Promise<readonly SeenShape[]> => {
    const found: SeenShape[] = [];
    for await (const item of table.query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: { ':pk': jobPartition(jobKey), ':sk': prefix },
      ConsistentRead: true,
    }))
      found.push(SeenShape.parse(item));
    return found;
  };
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
    shapes: (jobKey) => under(jobKey, shapePrefix),
    keepGoodShapes: (jobKey, shapes) =>
      table.putAll(shapes.map((shape) => ({ ...shape, ...goodShapeKey(jobKey, shape) }))),
    goodShapes: (jobKey) => under(jobKey, goodShapePrefix),
  };
}
