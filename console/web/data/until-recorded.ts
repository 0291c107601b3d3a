import { client } from './client';

const seconds = 30;

/** Waits until a run that was just started has a record, for a while: its execution begins by writing it. */
export async function untilRecorded(run: string): Promise<void> {
  for (let waited = 0; waited < seconds; waited += 1) {
    if ((await client.runs[':run'].$get({ param: { run } })).ok) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
