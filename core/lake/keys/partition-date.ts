/** Date of a partition, in digits as in a key: 4 for the year, 2 for each other part. */
export interface PartitionDate {
  readonly year: string;
  readonly month: string;
  readonly day?: string;
  readonly hour?: string;
}
