/** A file whose rows are in the table, but for those that were rejected. */
export interface Loaded {
  readonly kind: 'loaded';
  readonly rows: number;
  readonly rejected: number;
  /** `s3://bucket/key` of the rejected rows. */
  readonly rejectFile?: string;
}

/** Result of loading a file. `loaded-before`: by another run. `superseded`: a newer file has replaced the table. */
export type LoadResult =
  | Loaded
  | {
      readonly kind: 'loaded-before';
      readonly by: string;
      readonly rows: number;
      readonly rejected: number;
    }
  | { readonly kind: 'superseded'; readonly by: string; readonly rows: number };
