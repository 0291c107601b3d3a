/** What check-source is made of, for those who measure it. */
export { engineChecks } from '../../functions/check-source/engines';
export { openSource } from '../../functions/check-source/open-source';
export { runChecks } from '../../functions/check-source/run-checks';
export type { SourceDatabase } from '../../functions/check-source/source-database';
export { findSplits } from '../../functions/check-source/split';
