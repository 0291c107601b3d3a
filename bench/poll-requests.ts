import type { Bench, Measurement } from './measurement';
import { PollWorld } from './poll-world';

const polls = 10;

/** DMS requests of the poll by the number of tasks. */
export const pollRequests: Bench = {
  name: 'DMS requests of the poll',
  async measure() {
    const measured: Measurement[] = [];
    for (const tasks of [1, 100, 600]) {
      const world = await new PollWorld({ runs: tasks, replications: 0, tablesEach: 5, callMs: 20 }).fill();
      let requests = 0;
      for (let nth = 0; nth < polls; nth += 1) requests += (await world.poll()).calls.get('DMS') ?? 0;
      measured.push({
        name: `DMS requests of the poll for ${tasks} ${tasks === 1 ? 'task' : 'tasks'}`,
        value: requests / polls,
        unit: 'requests/minute',
        // A quarter of the 384 requests per minute that Lakeferry uses.
        aim: { atMost: 96 },
        how: `${polls} polls, one per minute, of loads with five tables each; tasks are described 100 at a time, and the statistics of tables take turns`,
      });
    }
    return measured;
  },
};
