import type { Check } from '../../evaluation/check';
import { withoutResult } from '../../evaluation/skip-reasons';
import { textOf } from '../../query/query-results';
import { configFix, finding, settingFix } from '../../report/finding';
import { define } from '../definitions';
import { type PostgresSource, serverRow } from '../postgres-source';

/** See docs/source-checks.md#encodings-and-text-formats */
const definition = define('encoding', {
  modes: 'all',
  severity: 'warning',
  title: 'the encoding of the database is UTF8',
  why: 'the log has texts in the encoding of the database, and AWS does not document how DMS reads another than UTF8. A load is converted by the server, which cannot convert SQL_ASCII',
  source: 'https://www.postgresql.org/docs/current/multibyte.html',
});

export const encoding: Check<PostgresSource> = {
  definition,
  skip: withoutResult('server'),
  evaluate({ request, results }) {
    const name = textOf(serverRow(results), 'encoding') ?? 'UTF8';
    const isReinterpreted = name === 'SQL_ASCII';
    if (name === 'UTF8' || (request.mode === 'full-load' && !isReinterpreted)) return [];
    return [
      isReinterpreted
        ? finding(definition, 'the encoding of the database is SQL_ASCII: its texts can be in any encoding', {
            fix: settingFix(
              "restore a dump of the database into one that was created with ENCODING 'UTF8' TEMPLATE template0",
            ),
          })
        : finding(definition, `the encoding of the database is ${name}`, {
            fix: configFix('mode: full-load   # or move the data to a database in UTF8'),
          }),
    ];
  },
};
