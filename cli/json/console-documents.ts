import { z } from 'zod';
import type { WrittenReport } from '../../console/server/pages/write-report';
import { defineDocument } from './document';
import { countOf } from './fields';

export interface OpenConsole {
  readonly url: string;
  readonly environment: string;
  readonly readOnly: boolean;
}

export const consoleDocument = defineDocument({
  name: 'console',
  version: 1,
  description: 'console: the address that a browser opens first',
  shape: z.object({
    url: z.string().describe('with a token that is valid once'),
    environment: z.string(),
    readOnly: z.boolean().describe('true: pages offer no actions'),
  }),
  of: ({ url, environment, readOnly }: OpenConsole) => ({ url, environment, readOnly }),
});

export const reportDocument = defineDocument({
  name: 'report',
  version: 1,
  description: 'report: the folder that was written',
  shape: z.object({
    folder: z.string().describe('its index.html opens without a server'),
    jobs: countOf('jobs'),
    runs: countOf('runs that have a page'),
    missing: z
      .array(z.object({ path: z.string().describe('path of the route'), message: z.string() }))
      .describe('answers that the report does not have, because they could not be read'),
  }),
  of: ({ folder, jobs, runs, missing }: WrittenReport) => ({ folder, jobs, runs, missing: [...missing] }),
});
