import { z } from 'zod';
import { CheckReport } from '../../core/checks/report/check-report';
import { Discovered } from '../../core/discovery/discovered';
import { defineDocument } from './document';

export const doctorDocument = defineDocument({
  name: 'doctor',
  version: 1,
  description: 'doctor: the report about the source of each job',
  shape: z.object({ reports: z.array(CheckReport) }),
  of: (reports: readonly CheckReport[]) => ({ reports }),
});

export const discoveredDocument = defineDocument({
  name: 'discovered',
  version: 1,
  description: 'discover: the tables of a source',
  shape: z.object({
    file: z.string().optional().describe('department file that was written'),
    ...Discovered.shape,
  }),
  of: (discovered: Discovered & { readonly file?: string }) => discovered,
});
