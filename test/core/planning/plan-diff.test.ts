import { diffPlans } from '../../../core/planning/plan-diff';
import { planMigrations } from '../../../core/planning/plan-migrations';
import { department, load } from '../config/config-files';

function plan(...departments: Parameters<typeof load>) {
  const loaded = load(...departments);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return planMigrations(loaded.config, 'test');
}

test('finds no difference between a plan and itself', () => {
  expect(diffPlans(plan(department()), plan(department()))).toEqual([]);
});

test('names what a department added, removed and changed', () => {
  const before = plan(department(), department({ source: 'hr-db' }, 'hr'));
  const after = plan(
    department({ tables: '[sales.orders, sales.returns]', enabled: 'false' }),
    department({}, 'finance'),
  );
  expect(diffPlans(before, after)).toEqual([
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
