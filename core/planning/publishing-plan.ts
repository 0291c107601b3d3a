/** `prefix` is a folder of the lake bucket without a slash at either end; `lowerCase` is about names of schemas and tables. */
export type PublishingPlan =
  | { readonly kind: 'none' }
  | {
      /** A load's tables all at once, by PublishSnapshot. */
      readonly kind: 'snapshot';
      readonly prefix: string;
      readonly lowerCase: boolean;
      /** Snapshots that are kept, the newest included. */
      readonly keep: number;
      readonly catalogue?: CataloguePlan;
    }
  | {
      /** Each file as it comes, by copy-to-lake. */
      readonly kind: 'arrival';
      readonly prefix: string;
      readonly lowerCase: boolean;
      /** Folders below the prefix with the places {schema} {table} {year} {month} {day} {hour}. */
      readonly layout: string;
      /** IANA name: the zone of the partitions. */
      readonly timeZone: string;
      /** When the file came to staging, or DMS's own date folders. */
      readonly partitionBy: 'arrival' | 'dms-folders';
      readonly catalogue?: CataloguePlan;
    };

export interface CataloguePlan {
  /** Name of the department's Glue database. */
  readonly database: string;
}
