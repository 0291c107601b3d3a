import fc from 'fast-check';
import { dependentsFirst, inOrder } from '../../../../local/template/update/in-order';

/** Random graph without cycles: each item needs some of those before it. */
const graph = fc
  .array(fc.tuple(fc.boolean(), fc.array(fc.nat({ max: 20 }), { maxLength: 4 })), { maxLength: 20 })
  .map((items) =>
    items.map(([waits, needs], index) => ({
      logicalId: `R${index}`,
      waits,
      needs: [...new Set(needs.filter((other) => other < index).map((other) => `R${other}`))],
    })),
  );

test('every item runs once, after all that it needs', async () => {
  await fc.assert(
    fc.asyncProperty(graph, async (items) => {
      const done: string[] = [];
      const failures = await inOrder([...items].reverse(), {
        waits: ({ waits }) => waits,
        run: async ({ logicalId, needs }) => {
          expect(done).toEqual(expect.arrayContaining(needs));
          await Promise.resolve();
          done.push(logicalId);
        },
      });
      expect(failures).toEqual([]);
      expect([...done].sort()).toEqual(items.map(({ logicalId }) => logicalId).sort());
    }),
    { numRuns: 50 },
  );
});

test('items that wait begin together, when nothing else is ready', async () => {
  const log: string[] = [];
  const item = (logicalId: string, waits: boolean, ...needs: string[]) => ({ logicalId, waits, needs });
  await inOrder(
    [item('A', true), item('B', false), item('C', true, 'B'), item('D', false, 'A'), item('E', false)],
    {
      waits: ({ waits }) => waits,
      run: async ({ logicalId }) => {
        log.push(`+${logicalId}`);
        await Promise.resolve();
        log.push(`-${logicalId}`);
      },
    },
  );
  expect(log.join(' ')).toBe('+B -B +E -E +A +C -A -C +D -D');
});

test('after a failure what runs ends, and nothing else begins', async () => {
  const ran: string[] = [];
  const failed = jest.fn();
  const failures = await inOrder(
    ['A', 'B', 'C'].map((logicalId) => ({ logicalId, needs: logicalId === 'C' ? ['A'] : [] })),
    {
      waits: () => true,
      run: async ({ logicalId }) => {
        ran.push(logicalId);
        if (logicalId === 'A') throw new Error('no');
      },
      failed,
    },
  );
  expect([failures, ran, failed.mock.calls.length]).toEqual([[new Error('no')], ['A', 'B'], 1]);
});

test('items are deleted before those that they need', () => {
  fc.assert(
    fc.property(graph, (items) => {
      const order = dependentsFirst(items).map(({ logicalId }) => logicalId);
      expect([...order].sort()).toEqual(items.map(({ logicalId }) => logicalId).sort());
      for (const { logicalId, needs } of items)
        for (const other of needs) expect(order.indexOf(logicalId)).toBeLessThan(order.indexOf(other));
    }),
    { numRuns: 50 },
  );
});
