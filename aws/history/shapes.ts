import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import {
  goodShapeKey,
  goodShapePrefix,
  jobPartition,
  shapeKey,
  shapePrefix,
} from '../../core/runs/record/history-keys';
import { SeenShape, type TableShape } from '../../core/tables/table-shape';
import type { TableName } from '../../core/tables/table-name';
import { knownItems } from './items/item-format';
import type { HistoryTable, Item } from './table';

/** Shapes of a job's tables at the last source check, which `keepCheckReport` keeps. */
export interface Shapes {
  /** By schema and table, ascending. */
  shapes(jobKey: string): Promise<readonly SeenShape[]>;
  /** Keeps the shapes of a successful run, while later runs fail. Safe to repeat. */
  keepGoodShapes(jobKey: string, shapes: readonly SeenShape[]): Promise<void>;
  goodShapes(jobKey: string): Promise<readonly SeenShape[]>;
  /** Shapes of one table: at the last source check, and at the last successful run before it. */
  shapesOfTable(jobKey: string, table: TableName): Promise<ShapesOfTable>;
}

export interface ShapesOfTable {
  readonly seen: SeenShape | undefined;
  readonly good: SeenShape | undefined;
}

/** Shapes of a job's tables that a source check has seen. */
export interface SeenShapes {
  readonly jobKey: string;
  readonly seenAt: Date;
  readonly shapes: readonly TableShape[];
}

export function shapeItems({ jobKey, seenAt, shapes }: SeenShapes, run: string): readonly Item[] {
  return shapes.map((shape) => ({
    ...packed({ ...shape, seenAt: seenAt.toISOString(), run }),
    ...shapeKey(jobKey, shape),
  }));
}

export function shapeStore(table: HistoryTable): Shapes {
  const under = async (jobKey: string, prefix: string): Promise<readonly SeenShape[]> => {
    const found: SeenShape[] = [];
    for await (const item of knownItems(
      table.query({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': jobPartition(jobKey), ':sk': prefix },
        ConsistentRead: true,
      }),
    ))
      found.push(SeenShape.parse(unpacked(item)));
    return found;
  };
  return {
    shapes: (jobKey) => under(jobKey, shapePrefix),
    keepGoodShapes: (jobKey, shapes) =>
      table.putAll(shapes.map((shape) => ({ ...packed(shape), ...goodShapeKey(jobKey, shape) }))),
    goodShapes: (jobKey) => under(jobKey, goodShapePrefix),
    async shapesOfTable(jobKey, name) {
      const [seen, good] = [shapeKey(jobKey, name), goodShapeKey(jobKey, name)];
      const found = new Map((await table.getAll([seen, good])).map((item) => [item['sk'], item]));
      const shapeAt = ({ sk }: typeof seen): SeenShape | undefined => {
        const item = found.get(sk);
        return item === undefined ? undefined : SeenShape.parse(unpacked(item));
      };
      return { seen: shapeAt(seen), good: shapeAt(good) };
    },
  };
}

/** Size from which a shape is gzipped. A table may have thousands of columns, and an item holds at most 400 KB. */
const mostBytes = 200_000;
const Packed = z.object({ gzip: z.instanceof(Uint8Array) });

function packed(shape: SeenShape): Item {
  const json = JSON.stringify(shape);
  return Buffer.byteLength(json) <= mostBytes ? shape : { gzip: gzipSync(json) };
}

function unpacked(item: Item): unknown {
  const { data } = Packed.safeParse(item);
  return data === undefined ? item : JSON.parse(gunzipSync(data.gzip).toString('utf8'));
}
