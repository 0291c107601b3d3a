import { fullLoadOf } from './jobs';
import type { Scenario } from './scenario';

export const lostEvents: Scenario = {
  name: 'lost-events',
  needs: 'a full load',
  play(plan) {
    const load = fullLoadOf(plan)?.identity.key;
    if (load === undefined) return undefined;
    return {
      name: 'lost-events',
      happens:
        'No event of DMS arrives. Polls see each minute what DMS did, so a run takes longer, and fails nowhere.',
      next: [
        [`lakeferry run ${load} --wait`, 'succeeds, minutes later'],
        [`lakeferry show ${load}`, 'each wait ends with a poll'],
      ],
      begin: ({ eventBus }) => eventBus.script(({ source }) => (source === 'aws.dms' ? 'lose' : undefined)),
    };
  },
};
