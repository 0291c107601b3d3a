import type { LoadFindingCode } from '../../loads/load-codes';
import type { Explanation } from './explanation';

/** Of findings about files that were dropped into an inbox. */
export const loadExplanations = {
  'file-unreadable': {
    cause: 'the file cannot be read as the load says',
    fix: 'compare its first line, packing and encoding with the load, and drop it again',
    config: 'loads',
  },
  'file-empty': {
    cause: 'the file holds no row, and an empty table is seldom meant',
    fix: 'drop a whole file; where an empty one is right, say allow-empty: true',
    config: 'loads.allow-empty',
  },
  'rows-refused': {
    cause: 'rows of the file do not fit the table, so nothing of it was loaded',
    fix: 'mend the lines and drop the file again, or allow some with on-bad-rows: {reject-file: 10}',
    config: 'loads.on-bad-rows',
  },
  'rows-rejected': {
    cause: 'some rows did not fit and were left out',
    fix: 'the reject file has them with their lines and reasons',
  },
  'columns-differ': {
    cause: 'the table is not what the load says',
    fix: 'alter the table or the columns of the load',
    config: 'loads.columns',
  },
  'target-refused': {
    cause: 'PostgreSQL refused the rows: a constraint, or a permission',
    fix: 'mend the rows, or grant what is lacking, and drop the file again',
  },
  'target-unreachable': {
    cause: 'the database could not be worked with, each time it was tried',
    fix: 'check the secret, its host and port, the network and the server; then drop the file again or redrive the queue',
    config: 'connections.yaml',
  },
  'load-broke-off': {
    cause:
      'the function that loads files was killed each time, before it could say why: out of time or memory',
    fix: 'see its log; split the file, or use method: aws_s3; then drop it again or redrive the queue',
  },
  'loaded-before': {
    cause: 'this version of the file had been loaded before',
    fix: 'nothing is to be done; drop the file anew where it is to be loaded once more',
  },
  superseded: {
    cause: 'a file that was dropped later has replaced the table already',
    fix: 'nothing is to be done',
  },
} satisfies Readonly<Record<LoadFindingCode, Explanation>>;
