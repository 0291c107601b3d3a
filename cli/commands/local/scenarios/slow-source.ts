import { slowSourceRates } from '../../../local-environment/scenario-summaries';
import { fullLoadOf } from './jobs';
import type { Scenario } from './scenario';

const { rowsPerSecond, minutesLate } = slowSourceRates;
const latencySeconds = minutesLate * 60;

export const slowSource: Scenario = {
  name: 'slow-source',
  needs: 'a full load',
  play(plan) {
    const load = fullLoadOf(plan)?.identity.key;
    if (load === undefined) return undefined;
    const changing = plan.departments.flatMap(({ jobs }) => jobs.filter(({ mode }) => mode !== 'full-load'));
    const late = changing[0]?.identity.key;
    return {
      name: 'slow-source',
      happens: `DMS reads ${rowsPerSecond} rows per second of each table, and reports that changes are ${minutesLate} minutes late.`,
      next: [
        [`lakeferry run ${load}`, 'begins a load that takes minutes'],
        ['lakeferry status', 'its progress, table by table, each minute'],
        ...(late === undefined
          ? []
          : ([
              [`lakeferry start ${late} --wait`, 'begins to follow changes'],
              [`lakeferry status ${late}`, 'how far it is behind'],
            ] as const)),
      ],
      begin({ dms: { script } }) {
        script.slow({ rowsPerSecond });
        for (const { identity } of changing)
          script.setLatency(identity.slug, { sourceLatency: latencySeconds, targetLatency: latencySeconds });
      },
    };
  },
};
