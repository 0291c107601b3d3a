/** Routes of the web console, as its router takes them. Each address of a page is made from one of them. */
export const routes = {
  today: '/',
  run: '/runs/:run',
  tables: '/jobs/:department/:job/tables',
  table: '/jobs/:department/:job/table',
  loads: '/loads',
  load: '/loads/:department/:load',
  replications: '/replications',
  replication: '/replications/:department/:job',
  night: '/night',
  calendar: '/calendar',
  plan: '/plan',
  jobPlan: '/plan/:department/:job',
} as const;
export type RouteName = keyof typeof routes;

type Parts<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Parts<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** Values of the variable parts of a route. */
export type PartsOf<Name extends RouteName> = Readonly<Record<Parts<(typeof routes)[Name]>, string>>;

/** Path of a page within the console, with its filters. */
export function pathOf<Name extends RouteName>(
  name: Name,
  parts: PartsOf<Name>,
  query: Readonly<Record<string, string>> = {},
): string {
  const values = new Map<string, string>(Object.entries(parts));
  const path = routes[name].replace(/:(\w+)/g, (_, part: string) =>
    encodeURIComponent(values.get(part) ?? ''),
  );
  const search = new URLSearchParams(query).toString();
  return `${path}${search === '' ? '' : `?${search}`}`;
}

/** Address of a page within the console. The router reads the hash, so that a report needs no server. */
export function hrefOf<Name extends RouteName>(...page: Parameters<typeof pathOf<Name>>): string {
  return `#${pathOf(...page)}`;
}
