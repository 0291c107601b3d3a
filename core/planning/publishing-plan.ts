/**
 * Way of staged files to the lake. `prefix` is a folder in the lake bucket, without a slash at either end. `lowerCase` is about
 * names of schemas and tables.
 */
export type PublishingPlan =
  | { readonly kind: 'none' }
  | {
      /** All tables of a load at once, by PublishSnapshot. */
      readonly kind: 'snapshot';
      readonly prefix: string;
      readonly lowerCase: boolean;
      /** Number of snapshots to keep, the newest included. */
      readonly keep: number;
      readonly catalogue?: CataloguePlan;
    }
  | {
      /** Each file when it arrives, by copy-to-lake. */
      readonly kind: 'arrival';
      readonly prefix: string;
      readonly lowerCase: boolean;
      /** Folders below the prefix, with {schema} {table} {year} {month} {day} {hour}. */
      readonly layout: string;
      /** IANA time zone of the partitions. */
      readonly timeZone: string;
      /** Time of the partitions: when the file arrived in staging, or the date folders of DMS. */
      readonly partitionBy: 'arrival' | 'dms-folders';
      readonly catalogue?: CataloguePlan;
    };

export interface CataloguePlan {
  /** Name of the department's Glue database. */
  readonly database: string;
}
