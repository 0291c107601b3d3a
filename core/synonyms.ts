/** Name in the configuration, and advice if it does not mean quite the same. */
interface Synonym {
  readonly name: string;
  readonly advice?: string;
}

const inclusive = (name: string, written: string): Synonym => ({
  name,
  advice: `DMS has no operator ${written}: ${name} includes the value itself, so write ${name} with the next value`,
});
const noPatterns: Synonym = {
  name: 'between',
  advice: 'DMS does not filter by patterns: use between, or filter in a view of the source',
};

const words: Readonly<Record<string, Synonym | string>> = {
  ...{ ste: 'lte', le: 'lte', leq: 'lte', lteq: 'lte', '<=': 'lte', '=<': 'lte' },
  ...{ ge: 'gte', geq: 'gte', gteq: 'gte', '>=': 'gte', '=>': 'gte' },
  ...{ '=': 'eq', '==': 'eq', equal: 'eq', equals: 'eq', is: 'eq' },
  in: { name: 'eq', advice: 'write operator: eq with values: [...]' },
  ...{ ne: 'noteq', neq: 'noteq', '!=': 'noteq', '<>': 'noteq', 'not-eq': 'noteq', isnot: 'noteq' },
  ...{ isnull: 'null', 'is null': 'null', 'is-null': 'null', empty: 'null' },
  ...{ 'not null': 'notnull', 'not-null': 'notnull', isnotnull: 'notnull', 'is not null': 'notnull' },
  ...{ 'not between': 'notbetween', 'not-between': 'notbetween' },
  gt: inclusive('gte', '>'),
  '>': inclusive('gte', '>'),
  lt: inclusive('lte', '<'),
  st: inclusive('lte', '<'),
  '<': inclusive('lte', '<'),
  ...{ like: noPatterns, ilike: noPatterns, contains: noPatterns, matches: noPatterns, notlike: noPatterns },
  ...{ full: 'full-load', fullload: 'full-load', full_load: 'full-load' },
  ...{ ongoing: 'cdc', replication: 'cdc', streaming: 'cdc' },
  ...{ postgresql: 'postgres', pg: 'postgres', mssql: 'sqlserver', mariadb: 'mysql' },
  ...{ 'europe/wien': 'Europe/Vienna', 'europe/kiew': 'Europe/Kyiv', 'europe/rom': 'Europe/Rome' },
  ...{ 'europe/prag': 'Europe/Prague', 'europe/warschau': 'Europe/Warsaw', 'europe/moskau': 'Europe/Moscow' },
  ...{
    'europe/brüssel': 'Europe/Brussels',
    'europe/kopenhagen': 'Europe/Copenhagen',
    'europe/athen': 'Europe/Athens',
  },
  ...{ 'europe/lissabon': 'Europe/Lisbon', 'europe/zürich': 'Europe/Zurich', 'europe/genf': 'Europe/Zurich' },
  ...{
    'europe/münchen': 'Europe/Berlin',
    'europe/munich': 'Europe/Berlin',
    'europe/frankfurt': 'Europe/Berlin',
  },
  ...{ 'europe/roma': 'Europe/Rome', 'europe/praha': 'Europe/Prague', 'europe/milano': 'Europe/Rome' },
};

/** Words that people write for a name of the configuration, in lower case. */
export const synonyms: ReadonlyMap<string, Synonym> = new Map(
  Object.entries(words).map(([word, meant]) => [word, typeof meant === 'string' ? { name: meant } : meant]),
);
