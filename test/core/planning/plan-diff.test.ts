import { planChanges } from '../../../core/planning/plan-diff';
import { planMigrations } from '../../../core/planning/plan-migrations';
import { upcoming } from '../../../core/planning/upcoming';
import { department, load, now } from '../config/config-files';

function plan(...departments: Parameters<typeof load>) {
  const loaded = load(...departments);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return planMigrations(loaded.config, 'test');
}

test('a plan compared with itself has no changes', () => {
  expect(planChanges(plan(department()), plan(department()))).toEqual([]);
});

test('what a department added, removed and changed is told by name', () => {
  const before = plan(department(), department({ source: 'hr-db' }, 'hr'));
  const after = plan(
    department({ tables: '[sales.orders, sales.returns]', enabled: 'false' }),
    department({}, 'finance'),
  );
  expect(planChanges(before, after)).toEqual([
    { change: 'removed', what: 'source', name: 'hr-db' },
    { change: 'added', what: 'department', name: 'finance' },
    { change: 'removed', what: 'department', name: 'hr' },
    { change: 'added', what: 'job', name: 'finance/daily' },
    { change: 'removed', what: 'job', name: 'hr/daily' },
    {
      change: 'changed',
      what: 'job',
      name: 'sales/daily',
      fields: ['enabled', 'expectedTables', 'tableMappings'],
      tablesAdded: ['sales.returns'],
      tablesRemoved: [],
    },
  ]);
});

test('upcoming runs of all enabled schedules come earliest first', () => {
  const daily = department({ schedule: 'cron(0 5 * * ? *)', 'time-zone': 'Europe/Vienna' });
  const night = department({ schedule: 'cron(30 4 * * ? *)' }, 'hr');
  const off = department({ schedule: 'rate(1 hour)', enabled: 'false' }, 'off');
  expect(
    upcoming(plan(daily, night, off, department({}, 'demand')), now, 2).map(
      ({ job, at }) => `${job.identity.key} ${at}`,
    ),
  ).toEqual([
    'sales/daily 2026-11-22T05:00:00+01:00',
    'hr/daily 2026-11-22T04:30:00Z',
    'sales/daily 2026-11-23T05:00:00+01:00',
    'hr/daily 2026-11-23T04:30:00Z',
  ]);
});
