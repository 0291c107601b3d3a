import type { Bench, Measurement } from './measurement';
import { type PolledOnce, PollWorld } from './poll-world';

const size = { runs: 600, replications: 300, tablesEach: 500, callMs: 20 };
/** In so many polls every task has its turn, as the rate of DMS allows. */
const steadyPolls = 16;

/** Time and calls of a poll of many runs and CDC jobs. */
export const poll: Bench = {
  name: 'poll of runs and CDC jobs',
  async measure() {
    const world = await new PollWorld(size).fill();
    const first = await world.poll();
    const steady: PolledOnce[] = [];
    for (let nth = 0; nth < steadyPolls; nth += 1) steady.push(await world.poll());
    world.endLoads();
    const ends = await world.poll();
    const longest = steady.reduce((most, one) => (one.seconds > most.seconds ? one : most));
    return [
      ...figures('first poll', first),
      ...figures(`longest of ${steadyPolls} further polls`, longest),
      ...figures('poll at the end of all loads', ends),
    ];
  },
};

function figures(name: string, { seconds, cpuSeconds, calls }: PolledOnce): Measurement[] {
  const { runs, replications, tablesEach, callMs } = size;
  const how = `${runs} runs of ${tablesEach} tables and ${replications} CDC jobs, each call takes ${callMs} ms of a driven clock, which counts concurrent calls once`;
  const byService = [...calls].map(([service, count]) => `${service} ${count}`).join(', ');
  return [
    { name, value: seconds, unit: 's', aim: { atMost: 30 }, how: `${how}; calls: ${byService}` },
    { name: `${name}: processor`, value: cpuSeconds, unit: 's', how: 'not part of the time above' },
    { name: `${name}: DMS requests`, value: calls.get('DMS') ?? 0, unit: 'requests', how },
  ];
}
