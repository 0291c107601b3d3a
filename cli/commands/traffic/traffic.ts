import { Client } from 'pg';
import { runTraffic, type TrafficTotals } from '../../../demo/traffic/traffic';
import { type Invocation, present, type Run } from '../../command';
import { runningCloud } from '../../connect';
import { exitCodes, wrongUse } from '../../exit-codes';
import type { LocalCloudAddress } from '../../local-cloud-address';
import { endingSignal } from '../../local-environment/signals';
import { LiveLines } from '../../output/live-lines';
import { trafficLine, trafficReport } from '../../output/traffic-view';

const shopDatabase = 'sales';

export const localTraffic: Run = async (invocation) => {
  const { shell, own } = invocation;
  const options = {
    rate: numberIn(own['rate'], '--rate', 'of changes a second', 1, 100_000),
    seed: numberIn(own['seed'], '--seed', 'to start from', 0, 2 ** 32 - 1),
    ...(own['seconds'] === undefined
      ? {}
      : { seconds: numberIn(own['seconds'], '--seconds', 'of seconds', 1, 86_400) }),
  };
  const client = await connectTo(shopUrl(runningCloud(shell.workingFolder)));
  const signals = endingSignal();
  const stop = new AbortController();
  void signals.received.then(() => stop.abort());
  const { listen, end } = listener(invocation);
  try {
    const totals = await runTraffic({
      client,
      ...options,
      from: shell.now(),
      signal: stop.signal,
      onCommit: listen,
    });
    end();
    present(invocation, totals, trafficReport);
    return exitCodes.done;
  } finally {
    end();
    signals.release();
    await client.end();
  }
};

/** A line that is redrawn for who looks at it; a remark at the beginning for who does not. */
function listener({ shell, options }: Invocation) {
  const live = new LiveLines(shell);
  let shown = 0;
  if (!options.json && !shell.interactive) shell.remark('changing the demo database; Ctrl-C ends it');
  return {
    listen: (soFar: TrafficTotals): void => {
      if (options.json || soFar.seconds - shown < 0.25) return;
      shown = soFar.seconds;
      live.show([trafficLine(soFar)]);
    },
    end: (): void => live.end({ keep: false }),
  };
}

async function connectTo(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  // A server that goes while changes are made fails them; the event besides would end the process.
  client.on('error', () => undefined);
  await client.connect().catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw wrongUse(`the demo database does not answer (${why}): "lakeferry local down", then up again`, {
      cause,
    });
  });
  return client;
}

function shopUrl({ databases, url }: LocalCloudAddress): string {
  const found = databases.find((database) => database.endsWith(`/${shopDatabase}`));
  if (found === undefined)
    throw wrongUse(`the local cloud at ${url} has no database "${shopDatabase}": it was not started here`);
  return found;
}

function numberIn(text: unknown, option: string, what: string, least: number, most: number): number {
  const value = Number(text);
  if (typeof text !== 'string' || !/^\d+$/.test(text) || value < least || value > most)
    throw wrongUse(`${option} "${String(text)}" is no number ${what}: write ${least} to ${most}`);
  return value;
}
