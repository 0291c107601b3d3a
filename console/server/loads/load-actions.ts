import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { validator } from 'hono/validator';
import * as z from 'zod/mini';
import { dropUpload } from '../../../application/loads/drop-upload';
import type { ConsolePorts } from '../ports';
import { keyOf } from './load-queries';

const Upload = z.object({ name: z.string(), overwrite: z.enum(['true', 'false']) });

/** Uploads a file into the inbox of a load, with the permissions of the person who started the console. */
export function createLoadActions({ environment, inbox }: ConsolePorts) {
  return new Hono().post(
    '/loads/:department/:load/files',
    validator('query', (query, context) => {
      const parsed = Upload.safeParse(query);
      if (parsed.success) return parsed.data;
      return context.json({ code: 'wrong-use', message: 'name the file' }, 400);
    }),
    async (context) => {
      const { name, overwrite } = context.req.valid('query');
      const { body: sent } = context.req.raw;
      const body = sent === null ? Readable.from([]) : Readable.from(sent);
      const file = { name, body, overwrite: overwrite === 'true' };
      return context.json(await dropUpload(environment, keyOf(context.req.param()), file, inbox.drop));
    },
  );
}
