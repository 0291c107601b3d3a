import fc from 'fast-check';
import * as hrefs from '../../../core/pages/hrefs';
import { hrefOf, pathOf, type RouteName, routes } from '../../../core/pages/routes';

interface Match {
  readonly route: { readonly id: string };
  readonly params: Readonly<Record<string, string>>;
}

/** Types of React would declare elements of a browser for all tests. */
const {
  matchRoutes,
}: {
  matchRoutes: (all: readonly { id: string; path: string }[], path: string) => readonly Match[] | null;
} = require('react-router-dom');

const names = Object.keys(routes) as RouteName[];

/** Page that the router of console/web opens, with the parts and filters of the address. */
function opened(href: string): unknown {
  const { pathname, search } = new URL(href.slice(1), 'http://console');
  const [match] =
    matchRoutes(
      names.map((id) => ({ id, path: routes[id] })),
      pathname,
    ) ?? [];
  return { page: match?.route.id, ...match?.params, ...Object.fromEntries(new URLSearchParams(search)) };
}

const job = { department: 'sales', job: 'orders' };

it.each([
  ['todayHref', hrefs.todayHref(), { page: 'today' }],
  ['filtered todayHref', hrefs.todayHref({ text: 'sales/orders' }), { page: 'today', text: 'sales/orders' }],
  ['selectionHref of all', hrefs.selectionHref(undefined), { page: 'today' }],
  ['selectionHref of a department', hrefs.selectionHref('sales'), { page: 'today', department: 'sales' }],
  ['selectionHref of a job', hrefs.selectionHref('sales/orders'), { page: 'today', text: 'sales/orders' }],
  ['calendarHref', hrefs.calendarHref('sales'), { page: 'calendar', text: 'sales' }],
  ['tablesHref', hrefs.tablesHref('sales/orders'), { page: 'tables', ...job }],
  ['loadHref', hrefs.loadHref('sales/prices'), { page: 'load', department: 'sales', load: 'prices' }],
  ['runHref', hrefs.runHref('sales.orders.2.2'), { page: 'run', run: 'sales.orders.2.2' }],
  ['replicationHref', hrefs.replicationHref('sales/orders'), { page: 'replication', ...job }],
  ['jobHref of a CDC job', hrefs.jobHref('sales/orders', true, 'r'), { page: 'replication', ...job }],
  ['jobHref of a full load', hrefs.jobHref('sales/orders', false, 'r'), { page: 'run', run: 'r' }],
  ['jobPlanHref', hrefs.jobPlanHref('sales/orders'), { page: 'jobPlan', ...job }],
  [
    'a route without parts',
    hrefOf('calendar', {}, { day: '2026-03-01' }),
    { page: 'calendar', day: '2026-03-01' },
  ],
])('%s opens its page', (_, href, page) => {
  expect(href).toMatch(/^#\//);
  expect(opened(href ?? '')).toEqual(page);
});

it('a job that never ran has no page', () => {
  expect(hrefs.jobHref('sales/orders', false, undefined)).toBeUndefined();
});

it('a table of any name opens its page', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 });
  fc.assert(
    fc.property(text, text, (schema, table) => {
      expect(opened(hrefs.tableHref('sales/orders', { schema, table }))).toEqual({
        page: 'table',
        ...job,
        schema,
        table,
      });
    }),
  );
});

it('a part cannot leave its place in the path', () => {
  const run = '../plan?a#b';
  expect(opened(`#${pathOf('run', { run })}`)).toEqual({ page: 'run', run });
});
