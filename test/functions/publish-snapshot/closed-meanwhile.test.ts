import { PublishBench } from '../../helpers/runs/publish-bench';

/** Closes the run after the call `atCall` of its publish. Undefined when the publish makes fewer calls. */
async function closedAfter(atCall: number) {
  const bench = await PublishBench.open();
  try {
    const before = await bench.day(1, { orders: 2, items: 1 });
    const run = await bench.loaded(2, { orders: 3, items: 1 });
    await bench.clock.advance(60_000);
    await bench.stage('orders', 'LOAD00000001.parquet', 3);
    await bench.stage('items', 'LOAD00000001.parquet', 1);
    const first = bench.calls;
    let begun: boolean | undefined;
    bench.afterCall = async () => {
      // Calls overlap, so the number can be passed before one of them returns.
      if (begun !== undefined || bench.calls < first + atCall) return;
      begun = false;
      const { showing = 0, phases } = await bench.history.knownRun(run);
      begun = showing > 0 || phases.published !== undefined;
      await bench.fail(run);
    };
    const outcome = await bench.publish(run).then(
      () => 'published',
      (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
    );
    if (begun === undefined) return undefined;
    const shown = (await bench.snapshots.pointer())?.newest.run;
    return { begun, outcome, shown: shown === run ? 'new' : shown === before ? 'before' : shown };
  } finally {
    await bench.stop();
  }
}

test('a run that is closed during its publish, before it began to show its snapshot, moves no reader', async () => {
  let [refused, published] = [0, 0];
  for (let call = 1; ; call += 1) {
    const ended = await closedAfter(call);
    if (ended === undefined) break;
    expect({ call, ...ended }).toEqual(
      ended.begun
        ? { call, begun: true, outcome: 'published', shown: 'new' }
        : { call, begun: false, outcome: 'RunClosed', shown: 'before' },
    );
    if (ended.begun) published += 1;
    else refused += 1;
  }
  expect(Math.min(refused, published)).toBeGreaterThan(3);
});
