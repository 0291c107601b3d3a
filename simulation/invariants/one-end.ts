import { detailTypes } from '../../core/events/detail-types';
import { correctedId, endedId } from '../../core/events/outbox-message';
import type { Invariant } from './invariant';

/** A record is closed once: the event of its end never says two things. */
export const oneEnd: Invariant = {
  name: 'one-end',
  sentence: 'Every attempt ends with one record, which never changes after people know it.',
  violations: ({ runs, deliveries }) => {
    const said = new Map<string, string>();
    for (const { id, detailType, detail } of deliveries)
      if (detailType === detailTypes.runEnded && !said.has(id)) said.set(id, detail);
    return [
      ...runs
        .filter(({ record: { phases, verdict } }) => phases.closed === undefined || verdict === undefined)
        .map(({ record: { run, phases } }) => `${run} has no end: ${JSON.stringify(phases)}`),
      ...deliveries
        .filter(
          ({ id, detailType, detail }) => detailType === detailTypes.runEnded && said.get(id) !== detail,
        )
        .map(({ id }) => `the end ${id} was delivered with two contents`),
      ...runs.flatMap(({ record }) => {
        // A correction replaces the end that people know.
        const known = said.get(correctedId(record.run)) ?? said.get(endedId(record.run));
        const outcome: unknown = known === undefined ? undefined : JSON.parse(known).outcome;
        if (outcome === undefined || outcome === record.verdict?.outcome) return [];
        return [
          `${record.run} is ${record.verdict?.outcome} in the history, and people know it as ${outcome}`,
        ];
      }),
    ];
  },
};
