import { Hono } from 'hono';
import { listLoads } from '../../../application/loads/list-loads';
import { readLoad } from '../../../application/loads/read-load';
import { readRejectFile } from '../../../application/loads/reject-file';
import type { ConsolePorts } from '../ports';
import { maxUploadBytes } from './upload-limit';

/** Routes about loads of CSV files. */
export function createLoadQueries({ environment, now, inbox, textOf }: ConsolePorts) {
  return new Hono()
    .get('/loads', async (context) => context.json({ loads: await listLoads(environment, now()) }))
    .get('/loads/:department/:load', async (context) => {
      const load = keyOf(context.req.param());
      // Who may not list the inbox still reads what was loaded.
      const all = await readLoad(environment, load, now(), inbox.objects).catch(async (error: unknown) => ({
        ...(await readLoad(environment, load, now(), undefined)),
        waitingNotRead: textOf(error).message,
      }));
      return context.json({ ...all, maxUploadBytes });
    })
    .get('/loads/:department/:load/rejected/:run', async (context) => {
      const { run } = context.req.param();
      return context.json(
        await readRejectFile(environment, keyOf(context.req.param()), run, inbox.documents),
      );
    });
}

export function keyOf({ department, load }: { readonly department: string; readonly load: string }): string {
  return `${department}/${load}`;
}
