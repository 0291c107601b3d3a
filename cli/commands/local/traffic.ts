import { Client } from 'pg';
import { runTraffic, type TrafficTotals } from '../../../demo/traffic/run-traffic';
import { type Action, type Invocation, present } from '../../command/invocation';
import { trafficDocument } from '../../json/local-documents';
import { runningCloud } from '../../environment/connect';
import type { LocalCloudAddress } from '../../environment/local-cloud-address';
import { exitCodes, wrongUse } from '../../errors/exit-codes';
import { endingSignal } from '../../local-environment/signals';
import { LiveLines } from '../../output/live-lines';
import { trafficLine, trafficReport } from './traffic-view';

const shopDatabase = 'sales';

interface Input {
  readonly rate: number;
  readonly seed: number;
  readonly seconds: number | undefined;
}

export const localTraffic: Action<Input> = async ({ rate, seed, seconds }, invocation) => {
  const { shell } = invocation;
  const client = await connectTo(shopUrl(runningCloud(shell.workingFolder)));
  const signals = endingSignal();
  const stop = new AbortController();
  void signals.received.then(() => stop.abort());
  const progress = progressOf(invocation);
  try {
    const totals = await runTraffic({
      client,
      rate,
      seed,
      ...(seconds === undefined ? {} : { seconds }),
      from: shell.now(),
      signal: stop.signal,
      onCommit: progress.show,
    });
    progress.end();
    present(invocation, trafficDocument, totals, trafficReport);
    return exitCodes.done;
  } finally {
    progress.end();
    signals.release();
    await client.end();
  }
};

/** A line that is redrawn on a terminal; elsewhere one remark at the start. */
function progressOf({ shell, options }: Invocation) {
  const live = new LiveLines(shell);
  let shown = 0;
  if (!options.json && !shell.interactive) shell.remark('changing the demo database; press Ctrl-C to stop');
  return {
    show: (soFar: TrafficTotals): void => {
      if (options.json || soFar.seconds - shown < 0.25) return;
      shown = soFar.seconds;
      live.show([trafficLine(soFar)]);
    },
    end: (): void => live.end({ keep: false }),
  };
}

async function connectTo(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  // A server that stops fails the changes anyway; without a listener this event would end the process.
  client.on('error', () => undefined);
  await client.connect().catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw wrongUse(`the demo database does not answer (${why})`, {
      fix: 'run "lakeferry local down", then "lakeferry local up"',
      cause,
    });
  });
  return client;
}

function shopUrl({ databases, url }: LocalCloudAddress): string {
  const found = databases.find((database) => database.endsWith(`/${shopDatabase}`));
  if (found === undefined)
    throw wrongUse(`the local cloud at ${url} has no database "${shopDatabase}"`, {
      fix: 'start it with "lakeferry local up"',
    });
  return found;
}
