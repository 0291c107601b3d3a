import { join } from 'node:path';
import { FunctionWorker } from '../../../local/lambda/function-worker';
import { WorkerPool } from '../../../local/lambda/worker-pool';
import { keptLines, LineLog } from '../../../local/logs/line-log';
import { workerDefinition } from '../../helpers/local/worker-definition';
import { until } from '../../helpers/run/until';

const definition = { ...workerDefinition, folder: join(__dirname, 'code') };

test('a worker that nobody asks is ended, and the next request has a new one', async () => {
  const pool = new WorkerPool(() => new FunctionWorker(definition, {}, false, () => undefined), 4, 50);
  const ask = () =>
    pool.run(
      () => ({ requestId: 'a', payload: '{}' }),
      () => undefined,
    );
  const asked = [ask(), ask(), ask()];
  expect(pool.size).toBe(3);
  await Promise.all(asked);
  await until('the idle workers are ended', () => pool.size === 0);
  await ask();
  expect(pool.size).toBe(1);
  await pool.stop();
  expect(pool.size).toBe(0);
});

test('a function’s log keeps its newest lines, whoever wrote them', () => {
  const log = new LineLog(() => new Date(0));
  for (let line = 0; line < keptLines + 10; line += 1) log.add(`START ${line}`, `END ${line}`);
  expect(log.lines).toHaveLength(keptLines);
  expect(log.lines.at(-1)).toBe(`END ${keptLines + 9}`);
});
