import './quiet-sdk';
import { summarizeSeed } from './summary';

/** Process of a pool: plays the seeds that its parent sends. */
process.on('message', (message) => {
  void play(message);
});

async function play(message: unknown): Promise<void> {
  if (typeof message !== 'object' || message === null || !('seed' in message) || !('days' in message)) return;
  process.send?.(await summarizeSeed(Number(message.seed), Number(message.days)));
}
