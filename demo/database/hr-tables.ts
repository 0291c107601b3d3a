import type { DemoTable } from './demo-table';
import { words } from './demo-table';
import { departmentNames, firstNames, jobTitles, lastNames } from './sample-words';

const schema = 'HR';

/** Tables of human resources, in upper case as in an Oracle database. */
export const hrTables: readonly DemoTable[] = [
  {
    schema,
    table: 'DEPARTMENTS',
    columns:
      '"DEPARTMENT_ID" smallint PRIMARY KEY, "DEPARTMENT_NAME" varchar(60) NOT NULL, "COST_CENTER" char(6), "FOUNDED" date',
    rows: departmentNames.length,
    query: (rows) => `SELECT g, (${words(departmentNames)})[g], lpad((g * 10)::text, 6, '0'),
      CASE WHEN g % 4 = 0 THEN NULL ELSE date '1998-05-01' + g * 300 END FROM generate_series(1, ${rows}) g`,
  },
  {
    schema,
    table: 'JOBS',
    columns:
      '"JOB_ID" varchar(10) PRIMARY KEY, "JOB_TITLE" varchar(60) NOT NULL, "MIN_SALARY" numeric(8,2), "MAX_SALARY" numeric(8,2)',
    rows: jobTitles.length,
    query: (rows) => `SELECT 'J' || lpad(g::text, 3, '0'), (${words(jobTitles)})[g], 24000 + g * 500,
      CASE WHEN g % 5 = 0 THEN NULL ELSE 52000 + g * 1750.5 END FROM generate_series(1, ${rows}) g`,
  },
  {
    schema,
    table: 'EMPLOYEES',
    columns: `"EMPLOYEE_ID" integer PRIMARY KEY, "FIRST_NAME" varchar(60), "LAST_NAME" varchar(80) NOT NULL,
      "EMAIL" varchar(120) NOT NULL, "HIRED_ON" date NOT NULL, "JOB_ID" varchar(10) NOT NULL, "DEPARTMENT_ID" smallint,
      "MANAGER_ID" integer, "WEEKLY_HOURS" numeric(4,1), "REMARK" text`,
    rows: 1_200,
    grows: true,
    query: (
      rows,
    ) => `SELECT g, CASE WHEN g % 90 = 0 THEN NULL ELSE pg_temp.pick(g, 1, ${words(firstNames)}) END,
      pg_temp.pick(g, 2, ${words(lastNames)}), 'E' || g || '@example.com', date '2005-01-01' + pg_temp.spread(g, 3, 7300),
      'J' || lpad((1 + pg_temp.spread(g, 4, ${jobTitles.length}))::text, 3, '0'),
      1 + pg_temp.spread(g, 5, ${departmentNames.length}), CASE WHEN g > 1 THEN 1 + g / 9 END,
      CASE WHEN g % 3 = 0 THEN 38.5 ELSE 20 + pg_temp.spread(g, 6, 40) / 2.0 END,
      CASE WHEN g % 25 = 0 THEN E'works "remotely",\\nTuesdays on site 🏠' END FROM generate_series(1, ${rows}) g`,
  },
  {
    schema,
    table: 'JOB_HISTORY',
    columns: `"EMPLOYEE_ID" integer NOT NULL, "START_DATE" date NOT NULL, "END_DATE" date NOT NULL, "JOB_ID" varchar(10) NOT NULL,
      PRIMARY KEY ("EMPLOYEE_ID", "START_DATE")`,
    rows: 800,
    grows: true,
    query: (
      rows,
    ) => `SELECT g, date '2000-01-01' + pg_temp.spread(g, 1, 1500), date '2004-06-01' + pg_temp.spread(g, 2, 200),
      'J' || lpad((1 + pg_temp.spread(g, 3, ${jobTitles.length}))::text, 3, '0') FROM generate_series(1, ${rows}) g`,
  },
  {
    schema,
    table: 'SALARIES',
    columns: `"EMPLOYEE_ID" integer NOT NULL, "VALID_FROM" date NOT NULL, "AMOUNT" numeric(10,2) NOT NULL, "CURRENCY" char(3) NOT NULL,
      "BONUS" numeric, "CHANGED_AT" timestamp NOT NULL, PRIMARY KEY ("EMPLOYEE_ID", "VALID_FROM")`,
    rows: 6_000,
    grows: true,
    query: (
      rows,
    ) => `SELECT 1 + (g - 1) / 5, date '2020-01-01' + ((g - 1) % 5) * 365, 26000 + pg_temp.spread(g, 1, 5000000) / 100.0,
      'EUR', CASE WHEN g % 4 = 0 THEN pg_temp.spread(g, 2, 1000000) / 7.0::numeric END,
      timestamp '2020-01-01 12:00' + g * interval '5 hours 7 minutes' FROM generate_series(1, ${rows}) g`,
  },
];
