import type { TableName } from '../../tables/table-name';

/** Place of a job's snapshots in the lake bucket. */
export interface LakePlace {
  /** Without a slash at either end, such as `sales/orders-daily`. */
  readonly prefix: string;
  /** True if schema and table are in lower case in keys. */
  readonly lowerCase: boolean;
}

/**
 * Name of a run's snapshot: the run's id without department and job, which is its scheduled or requested time without colons, and
 * the number of a later attempt. Two runs of a job never have the same name.
 */
export function snapshotOf(run: string): string {
  return run.split('.').slice(2).join('.');
}

/** `<prefix>/<schema>/<table>/snapshot=<name>/`; `staged` has the names of the staging folder. */
export function snapshotFolder(place: LakePlace, staged: TableName, snapshot: string): string {
  return `${tableFolder(place, staged)}snapshot=${snapshot}/`;
}

export function tableFolder({ prefix, lowerCase }: LakePlace, { schema, table }: TableName): string {
  const path = `${schema}/${table}`;
  return `${prefix}/${lowerCase ? path.toLowerCase() : path}/`;
}

/** Folder of Lakeferry's own objects. Hive, Athena and Spark ignore names that begin with an underscore. */
function ownFolder({ prefix }: Pick<LakePlace, 'prefix'>): string {
  return `${prefix}/_lakeferry/`;
}

export function manifestPrefix(place: Pick<LakePlace, 'prefix'>): string {
  return `${ownFolder(place)}manifests/`;
}

export function manifestKey(place: Pick<LakePlace, 'prefix'>, snapshot: string): string {
  return `${manifestPrefix(place)}${snapshot}.json`;
}

/** Prefix of the manifests of snapshots that readers are not switched to. */
export function namedPrefix(place: Pick<LakePlace, 'prefix'>): string {
  return `${ownFolder(place)}named/`;
}

export function namedKey(place: Pick<LakePlace, 'prefix'>, snapshot: string): string {
  return `${namedPrefix(place)}${snapshot}.json`;
}

/** Key of the one object that names the snapshot that readers use. */
export function pointerKey(place: Pick<LakePlace, 'prefix'>): string {
  return `${ownFolder(place)}current.json`;
}

/** Key of the summaries of the manifests. They can be derived from the manifests at any time. */
export function summariesKey(place: Pick<LakePlace, 'prefix'>): string {
  return `${ownFolder(place)}summaries.json`;
}

/** Prefix of the manifests of snapshots that are being removed. */
export function removalPrefix(place: Pick<LakePlace, 'prefix'>): string {
  return `${ownFolder(place)}removing/`;
}

export function removalKey(place: Pick<LakePlace, 'prefix'>, snapshot: string): string {
  return `${removalPrefix(place)}${snapshot}.json`;
}

export function publishProgressPrefix(place: Pick<LakePlace, 'prefix'>): string {
  return `${ownFolder(place)}publishing/`;
}

/** Key of the progress of a publish that is not finished. */
export function publishProgressKey(place: Pick<LakePlace, 'prefix'>, snapshot: string): string {
  return `${publishProgressPrefix(place)}${snapshot}.json`;
}

/** Key of the named manifest that a publish with this progress writes. */
export function namedKeyOf(progressKey: string): string {
  return progressKey.replace('/_lakeferry/publishing/', '/_lakeferry/named/');
}
