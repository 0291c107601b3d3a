import type { Check, CheckedSource } from '../evaluation/check';
import { rowsOf, textOf, whyUnavailable } from '../query/query-results';
import { configFix, finding } from '../report/finding';
import { define } from './definitions';
import { bannerOf, majorVersionOf } from './oracle-source';

const definition = define('edition', {
  modes: 'changes',
  severity: 'error',
  title: 'DMS can capture changes from this edition',
  why: 'DMS captures no changes from Express Edition 18c and later, and does not support Autonomous Database',
});

export const edition: Check<CheckedSource> = {
  definition,
  evaluate({ results }) {
    const banner = bannerOf(results);
    if (banner === '') return { skippedBecause: whyUnavailable(results, 'version') ?? 'v$version is empty' };
    if (rowsOf(results, 'managed').some((row) => textOf(row, 'username') === 'C##CLOUD$SERVICE'))
      return [finding(definition, 'the source is an Autonomous Database')];
    if (!/Express Edition/i.test(banner) || majorVersionOf(results) < 18) return [];
    return [
      finding(definition, `the source is ${banner}`, {
        fix: configFix('mode: full-load   # with a schedule'),
      }),
    ];
  },
};
