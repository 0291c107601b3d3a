import { PublishInterleaving } from '../../helpers/runs/publish-interleaving';

/** `INTERLEAVINGS=20000 npx jest <this file>` runs more, `INTERLEAVING_SEED=7` begins with another seed. */
const count = Number(process.env['INTERLEAVINGS'] ?? 25);
const first = Number(process.env['INTERLEAVING_SEED'] ?? 1);

test('pointer, manifests, files and records are whole at every moment of publishes, stops, retries and rollbacks', async () => {
  for (let seed = first; seed < first + count; seed += 1) {
    const interleaving = new PublishInterleaving(seed);
    try {
      await interleaving.play();
    } catch (cause) {
      throw new Error(`seed ${seed}: ${String(cause)}\n${interleaving.trace.slice(-60).join('\n')}`, {
        cause,
      });
    }
  }
}, 3_600_000);
