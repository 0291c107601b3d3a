/** Services whose supported part is documented on a page of their own. */
export type BehaviourPage = 'dms' | 'events' | 'scheduler' | 'stepfunctions';

/**
 * Message that refuses something by name: what it is, what to use instead where something helps, and the page that
 * lists what is supported.
 */
export function unsupported(
  what: string,
  { instead, page }: { readonly instead?: string; readonly page?: BehaviourPage } = {},
): string {
  const advice = instead === undefined ? '' : `: ${instead}`;
  const folder = page === undefined ? 'local' : `local/${page}`;
  return `${what} is not supported by the local cloud${advice}; see ${folder}/BEHAVIOUR.md`;
}
