import type { LoadFindingCode } from '../../loads/load-codes';
import type { Explanation } from './explanation';

/** Explanations of findings about files that were dropped into an inbox. */
export const loadExplanations = {
  'file-unreadable': {
    cause: 'the file does not have the format of the load',
    fix: 'compare its first line, compression and encoding with the load, and drop it again',
    config: 'loads',
  },
  'file-empty': {
    cause: 'the file has no rows, and an empty table is rarely intended',
    fix: 'drop a complete file; to accept empty files, set allow-empty: true',
    config: 'loads.allow-empty',
  },
  'rows-refused': {
    cause: 'rows of the file do not fit the table, so no row was loaded',
    fix: 'fix the lines and drop the file again, or accept some bad rows with on-bad-rows: {reject-file: 10}',
    config: 'loads.on-bad-rows',
  },
  'rows-rejected': {
    cause: 'some rows do not fit the table and were not loaded',
    fix: 'the reject file has them with their lines and reasons',
  },
  'columns-differ': {
    cause: 'the columns of the table are not those of the load',
    fix: 'alter the table or the columns of the load',
    config: 'loads.columns',
  },
  'target-refused': {
    cause: 'PostgreSQL rejected the rows because of a constraint or a permission',
    fix: 'fix the rows or grant the permission, and drop the file again',
  },
  'target-unreachable': {
    cause: 'all attempts to load into the database failed',
    fix: 'check the secret, its host and port, the network and the server; then drop the file again or redrive the queue',
    config: 'connections.yaml',
  },
  'load-broke-off': {
    cause: 'the function load-csv was killed in each attempt, out of time or memory',
    fix: 'read its log; split the file, or use method: aws_s3; then drop it again or redrive the queue',
  },
  'load-unsettled': {
    cause:
      'the load ended while its rows were being committed, and the database could not be asked whether they are',
    fix: 'SELECT * FROM lakeferry_loads.loaded_files in the target database names the run if they are; redrive the queue: rows that are committed are not loaded again',
  },
  'loaded-before': {
    cause: 'this version of the file was loaded before',
    fix: 'nothing to do; to load the file once more, drop it again',
  },
  superseded: {
    cause: 'a file that was dropped later has already replaced the table',
    fix: 'nothing to do',
  },
} satisfies Readonly<Record<LoadFindingCode, Explanation>>;
