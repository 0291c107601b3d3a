import fc from 'fast-check';

/** Place of values: files of a format, or a PostgreSQL target. */
export type Place = 'csv' | 'parquet' | 'database';

/** Column of a random table. SQL expressions have `c` for the column. */
export interface ValueKind {
  readonly type: string;
  readonly values: fc.Arbitrary<string>;
  /** SQL that gives the value as it must arrive, as text. Default: the value itself. */
  readonly arrives?: (place: Place) => string | undefined;
  /** SQL that gives the value of the source as text, where `c::text` is not comparable. */
  readonly own?: string;
  /** Form of texts that mean the same. */
  readonly form?: (text: string) => string;
}

const digits = (most: number) =>
  fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: most - 1 }))
    .map(([first, rest]) => [first, ...rest].join(''));
const signed = (text: fc.Arbitrary<string>) =>
  fc.tuple(fc.constantFrom('', '-'), text).map((parts) => parts.join(''));

/** Whole digits and decimals that a numeric(p,s) holds. */
function exact(precision: number, scale: number): fc.Arbitrary<string> {
  const whole = precision - scale;
  const fraction = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: scale, maxLength: scale });
  return signed(
    fc
      .tuple(whole > 0 ? fc.oneof(fc.constant('0'), digits(whole)) : fc.constant('0'), fraction)
      .map(([left, right]) => (right.length === 0 ? left : `${left}.${right.join('')}`)),
  );
}

const plainNumber = (text: string): string => {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(text) ?? [];
  const [left, right] = [whole.replace(/^0+/, '') || '0', fraction.replace(/0+$/, '')];
  if (!/^-?[\d.]+$/.test(text)) return text.toLowerCase();
  const number = right === '' ? left : `${left}.${right}`;
  return number === '0' ? '0' : `${sign}${number}`;
};
const float = (text: string): string =>
  /nan/i.test(text) ? 'NaN' : String(Number(text.replace(/^(-?)inf.*$/i, '$1Infinity')));
const moment = (text: string): string =>
  text
    .replace(/ \(BC\)/, ' BC')
    .replace(/^(.*\d) BC( .*)$/, '$1$2 BC')
    .replace(/(:\d\d\.\d*?)0+( BC)?$/, '$1$2')
    .replace(/(:\d\d)\.( BC)?$/, '$1$2');

const year = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1900, max: 2100 }) },
  { weight: 1, arbitrary: fc.constantFrom(1, 4, 999, 1969, 9999) },
  { weight: 1, arbitrary: fc.integer({ min: 10_000, max: 200_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -4000, max: -1 }) },
);
const two = (max: number, min = 0) => fc.integer({ min, max }).map((n) => String(n).padStart(2, '0'));
const date = fc
  .tuple(year, two(12, 1), two(28, 1))
  .map(([y, m, d]) => [`${String(Math.abs(y)).padStart(4, '0')}-${m}-${d}`, y < 0 ? ' BC' : ''] as const);
const time = (most: number) =>
  fc
    .tuple(two(23), two(59), two(59), fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: most }))
    .map(([h, m, s, rest]) => `${h}:${m}:${s}${rest.length === 0 ? '' : `.${rest.join('')}`}`);
const infinite = fc.constantFrom('infinity', '-infinity');
const dates = fc.oneof(
  { weight: 8, arbitrary: date.map((parts) => parts.join('')) },
  { weight: 1, arbitrary: infinite },
);
const moments = (most: number, zone = '') =>
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.tuple(date, time(most)).map(([[day, era], clock]) => `${day} ${clock}${zone}${era}`),
    },
    { weight: 1, arbitrary: infinite },
  );

const oddYears = (place: Place, text: string): string =>
  place === 'csv' ? `CASE WHEN extract(year FROM c) < 1 THEN NULL ELSE ${text} END` : text;
const day = (place: Place): string =>
  place === 'database'
    ? 'c::text'
    : `CASE c WHEN 'infinity' THEN '9999-12-31' WHEN '-infinity' THEN '0001-01-01' ELSE ${oddYears(place, 'c::text')} END`;
function momentIn(place: Place, value: string): string {
  if (place === 'database') return `${value}::text`;
  const cut = place === 'parquet' ? `date_trunc('milliseconds', ${value})` : value;
  return `CASE c WHEN 'infinity' THEN '9999-12-31 23:59:59' WHEN '-infinity' THEN '0001-01-01 00:00:00' ELSE ${oddYears(place, `(${cut})::text`)} END`;
}
/** Cut toward midnight: a time is never negative. */
const clock = (place: Place, value: string): string =>
  place === 'parquet' ? `date_trunc('milliseconds', ${value})::time::text` : `${value}::text`;
const notANumber = (place: Place, text: string): string | undefined =>
  place === 'database' ? undefined : `CASE WHEN c = 'NaN' THEN NULL ELSE ${text} END`;

const texts = fc.oneof(
  fc.constantFrom(
    ...['', ' ', 'NULL', 'null', '\\', '"', '""', "'", ',', 'a"b,c', '\n', 'a\r\nb', '\r', '\t', '\u0001'],
    ...['\\N ', 'N', 'x\uFEFF', 'ü 😀', '{}', 'D', '\\.', '#', '-', 'true', '1e5', ' lead', 'trail '],
  ),
  fc
    .string({ maxLength: 20, unit: 'grapheme' })
    .map((text) => text.replaceAll('\0', '').replace(/^\\N$/, 'N')),
  fc.constantFrom(3000, 9000).map((length) => 'x"é,'.repeat(length / 4)),
);
const wellFormed = texts.map((text) => Buffer.from(text).toString());

const numerics = (
  [
    [1, 0],
    [5, 2],
    [9, 9],
    [18, 4],
    [19, 0],
    [28, 6],
    [38, 0],
    [38, 10],
    [38, 38],
    [39, 1],
    [60, 20],
  ] as const
).map(
  ([precision, scale]): ValueKind => ({
    type: `numeric(${precision},${scale})`,
    values: fc.oneof(
      { weight: 8, arbitrary: exact(precision, scale) },
      { weight: 1, arbitrary: fc.constant('NaN') },
    ),
    form: plainNumber,
    arrives: (place) => (precision > 38 ? undefined : notANumber(place, 'c::text')),
  }),
);

/** Every type of PostgreSQL. `made` are statements that create its own types. */
export const made = [
  "CREATE TYPE mood AS ENUM ('fine', 'so, so', 'say \"no\"')",
  'CREATE TYPE place AS (x int, label text)',
  'CREATE DOMAIN amount AS numeric(10,2)',
  'CREATE DOMAIN moment AS timestamp(3)',
  'CREATE DOMAIN code AS varchar(8)',
];
export const kinds: readonly ValueKind[] = [
  { type: 'smallint', values: fc.integer({ min: -32768, max: 32767 }).map(String) },
  { type: 'integer', values: fc.integer().map(String) },
  { type: 'bigint', values: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) },
  {
    type: 'oid',
    values: fc.integer({ min: 0, max: 2 ** 31 }).map(String),
  },
  ...numerics,
  {
    type: 'numeric(3,-2)',
    values: exact(3, 0).map((text) => `${text}00`),
    form: plainNumber,
    arrives: (place) => notANumber(place, 'c::text'),
  },
  {
    type: 'numeric(2,5)',
    values: fc.integer({ min: -99, max: 99 }).map((n) => (n / 1e5).toFixed(5)),
    form: plainNumber,
    arrives: (place) => notANumber(place, 'c::text'),
  },
  {
    type: 'numeric',
    values: fc.oneof(
      { weight: 5, arbitrary: exact(20, 10) },
      { weight: 1, arbitrary: digits(30) },
      { weight: 1, arbitrary: digits(60) },
      { weight: 1, arbitrary: fc.constantFrom('NaN', 'Infinity', '-Infinity', '1e-20') },
    ),
    form: plainNumber,
    arrives: (place) =>
      place === 'database'
        ? 'trunc(c, 6)::text'
        : `CASE WHEN c IN ('NaN', 'Infinity', '-Infinity') OR abs(c) >= 1e${place === 'csv' ? 32 : 22} THEN NULL ELSE trunc(c, 6)::text END`,
  },
  {
    type: 'amount',
    values: exact(10, 2),
    form: plainNumber,
    arrives: (place) => notANumber(place, 'c::text'),
  },
  {
    type: 'money',
    values: exact(14, 2),
    own: 'c::numeric::text',
    arrives: () => 'c::numeric::text',
    form: plainNumber,
  },
  {
    type: 'real',
    values: fc.oneof(
      fc.float({ noDefaultInfinity: true }).map(String),
      fc.constantFrom('NaN', 'Infinity', '-Infinity'),
    ),
    form: (text) => (/nan|inf/i.test(text) ? float(text) : String(Math.fround(Number(text)))),
  },
  {
    type: 'double precision',
    values: fc.oneof(fc.double().map(String), fc.constantFrom('NaN', 'Infinity', '-Infinity')),
    form: float,
  },
  { type: 'boolean', values: fc.constantFrom('true', 'false') },
  { type: 'date', values: dates, form: moment, arrives: day },
  { type: 'timestamp', values: moments(6), form: moment, arrives: (place) => momentIn(place, 'c') },
  { type: 'timestamp(0)', values: moments(0), form: moment, arrives: (place) => momentIn(place, 'c') },
  { type: 'moment', values: moments(3), form: moment, arrives: (place) => momentIn(place, 'c') },
  {
    type: 'timestamptz',
    values: moments(6, '+05:30'),
    form: moment,
    own: "(c AT TIME ZONE 'UTC')::text",
    arrives: (place) =>
      place === 'database'
        ? "(c AT TIME ZONE 'UTC')::text"
        : `CASE c WHEN 'infinity' THEN '9999-12-31 23:59:59' WHEN '-infinity' THEN '0001-01-01 00:00:00' ELSE ${
            place === 'csv'
              ? "CASE WHEN extract(year FROM c AT TIME ZONE 'UTC') < 1 THEN NULL ELSE (c AT TIME ZONE 'UTC')::text END"
              : place === 'parquet'
                ? "date_trunc('milliseconds', c AT TIME ZONE 'UTC')::text"
                : "(c AT TIME ZONE 'UTC')::text"
          } END`,
  },
  { type: 'time', values: time(6), form: moment, arrives: (place) => clock(place, 'c') },
  { type: 'time(3)', values: time(3), form: moment, arrives: (place) => clock(place, 'c') },
  {
    type: 'timetz',
    values: time(6).map((text) => `${text}+02`),
    form: moment,
    arrives: (place) => clock(place, "(c AT TIME ZONE 'UTC')::time"),
  },
  { type: 'interval', values: fc.constantFrom('1 day', '-3 hours', '1 year 2 mons', '00:00:00.000001') },
  { type: 'text', values: wellFormed },
  { type: 'varchar', values: wellFormed.filter((text) => text.length < 1000) },
  { type: 'varchar(20)', values: fc.constantFrom('', 'a', 'Zoë,"x"', ' x ') },
  { type: 'code', values: fc.constantFrom('', 'a1', '"') },
  { type: 'char(5)', values: fc.constantFrom('', 'a', ' b'), own: 'c::text', arrives: () => 'c::text' },
  { type: 'name', values: fc.constantFrom('public', 'a b') },
  { type: 'uuid', values: fc.uuid() },
  { type: 'jsonb', values: wellFormed.map((text) => JSON.stringify({ text }).replaceAll('\\u0000', '')) },
  { type: 'json', values: fc.constantFrom('{"a":  1}', '[1, "x"]', 'null') },
  { type: 'xml', values: fc.constantFrom('<a b="c">d</a>', '') },
  {
    type: 'bytea',
    values: fc.uint8Array({ maxLength: 12 }).map((bytes) => `\\x${Buffer.from(bytes).toString('hex')}`),
    own: "encode(c, 'hex')",
    arrives: (place) => (place === 'database' ? undefined : "encode(c, 'hex')"),
  },
  { type: 'mood', values: fc.constantFrom('fine', 'so, so', 'say "no"') },
  { type: 'place', values: fc.constantFrom('(1,a)', '(,)', '(2,"x, y")') },
  { type: 'integer[]', values: fc.constantFrom('{}', '{1,NULL,3}', '{{1,2},{3,4}}') },
  { type: 'numeric(5,2)[]', values: fc.constantFrom('{1.50,NaN}', '{}') },
  { type: 'text[]', values: fc.constantFrom('{a,"b,c",NULL,"NULL"}', '{}') },
  { type: 'timestamp[]', values: fc.constantFrom('{"2026-01-31 10:00:00"}') },
  { type: 'mood[]', values: fc.constantFrom('{fine,"so, so"}') },
  { type: 'int4range', values: fc.constantFrom('[1,5)', 'empty', '(,)') },
  { type: 'daterange', values: fc.constantFrom('[2026-01-01,2026-02-01)') },
  { type: 'inet', values: fc.constantFrom('10.0.0.1', '::1', '10.0.0.0/8') },
  { type: 'cidr', values: fc.constantFrom('10.0.0.0/8') },
  { type: 'macaddr', values: fc.constantFrom('08:00:2b:01:02:03') },
  { type: 'bit(3)', values: fc.constantFrom('000', '101') },
  { type: 'bit varying(8)', values: fc.constantFrom('', '10') },
  { type: 'tsvector', values: fc.constantFrom("'a':1 'b'", '') },
  { type: 'point', values: fc.constantFrom('(1,2)', '(1.5,-2)') },
];
