import { fullLoadOf } from './jobs';
import type { Scenario } from './scenario';

/** DMS gives an account 8 per second, from a bucket of 200. */
const left = { size: 5, perSecond: 0.5 };

export const throttledDms: Scenario = {
  name: 'throttled-dms',
  needs: 'a full load',
  play(plan) {
    const load = fullLoadOf(plan)?.identity.key;
    if (load === undefined) return undefined;
    return {
      name: 'throttled-dms',
      happens:
        'DMS accepts one request per two seconds, as when other users of the account take the rest, and throttles all others.',
      next: [
        [`lakeferry run ${load} --wait`, 'takes longer'],
        [`lakeferry show ${load}`, 'which phases took longer'],
        [`lakeferry logs ${load}`, 'what was throttled'],
      ],
      begin: ({ dms }) => dms.script.setRequestRate(left),
    };
  },
};
