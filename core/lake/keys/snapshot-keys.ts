import type { TableName } from '../../tables/table-name';

/** Where a job's snapshots stand in the lake bucket. */
export interface LakePlace {
  /** Without a slash at either end, such as `sales/orders-daily`. */
  readonly prefix: string;
  /** Whether schema and table are in lower case there. */
  readonly lowerCase: boolean;
}

/**
 * The snapshot's name: what sets the run apart from the other runs of its job, which is its scheduled (or requested) time without colons.
 * Two runs never share it.
 */
export function snapshotOf(run: string): string {
  return run.slice(run.lastIndexOf('.') + 1);
}

/** `<prefix>/<schema>/<table>/snapshot=<name>/`; `staged` bears the names of the staging folder. */
export function snapshotFolder(place: LakePlace, staged: TableName, snapshot: string): string {
  return `${tableFolder(place, staged)}snapshot=${snapshot}/`;
}

export function tableFolder({ prefix, lowerCase }: LakePlace, { schema, table }: TableName): string {
  const path = `${schema}/${table}`;
  return `${prefix}/${lowerCase ? path.toLowerCase() : path}/`;
}

/** Hive, Athena and Spark do not read what begins with an underscore. */
function bookkeeping({ prefix }: Pick<LakePlace, 'prefix'>): string {
  return `${prefix}/_lakeferry/`;
}

export function manifestPrefix(place: Pick<LakePlace, 'prefix'>): string {
  return `${bookkeeping(place)}manifests/`;
}

export function manifestKey(place: Pick<LakePlace, 'prefix'>, snapshot: string): string {
  return `${manifestPrefix(place)}${snapshot}.json`;
}

/** The one object that says which snapshot stands. */
export function pointerKey(place: Pick<LakePlace, 'prefix'>): string {
  return `${bookkeeping(place)}current.json`;
}

/** Manifests of snapshots that are being removed. */
export function removalPrefix(place: Pick<LakePlace, 'prefix'>): string {
  return `${bookkeeping(place)}removing/`;
}

export function removalKey(place: Pick<LakePlace, 'prefix'>, snapshot: string): string {
  return `${removalPrefix(place)}${snapshot}.json`;
}

export function publishProgressPrefix(place: Pick<LakePlace, 'prefix'>): string {
  return `${bookkeeping(place)}publishing/`;
}

/** What a publish that is under way has found out so far. */
export function publishProgressKey(place: Pick<LakePlace, 'prefix'>, snapshot: string): string {
  return `${publishProgressPrefix(place)}${snapshot}.json`;
}
