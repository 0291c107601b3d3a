import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Bench } from '../measurement';
import { manyDepartments } from './many-departments';

const root = join(__dirname, '..', '..');

/** CloudFormation's limits per stack, which cannot be raised (docs/limits.md). */
export const mostOfStack = { resources: 500, bytes: 1_048_576 } as const;

/** Reports the peak of the process's memory in its last line. */
const reportsMemory =
  'data:text/javascript,process.on("exit",()=>console.error("kib "+process.resourceUsage().maxRSS))';

export const synthMany: Bench = {
  name: 'synthesis of 250 departments',
  async measure() {
    const folder = mkdtempSync(join(tmpdir(), 'lakeferry-bench-many-'));
    try {
      writeConfig(join(folder, 'config'));
      const start = performance.now();
      const peakKib = synthesizeInto(join(folder, 'assembly'), join(folder, 'config'));
      const seconds = (performance.now() - start) / 1000;
      const templates = readTemplates(join(folder, 'assembly'));
      const how = `the largest of ${templates.length} templates`;
      return [
        {
          name: 'synthesize 10,000 tables in 250 departments',
          value: seconds,
          unit: 's',
          aim: { atMost: 60 },
          how: 'the whole process once, with the bundles of all functions and the check of CloudFormation’s schemas',
        },
        {
          name: 'memory of that process',
          value: peakKib / 1024,
          unit: 'MiB',
          aim: { atMost: 1500 },
          how: 'its peak resident set size',
        },
        {
          name: 'resources of a stack',
          value: Math.max(...templates.map(({ resources }) => resources)),
          unit: 'resources',
          aim: { atMost: mostOfStack.resources },
          how,
        },
        {
          name: 'size of a template',
          value: Math.max(...templates.map(({ bytes }) => bytes)) / 1024,
          unit: 'KiB',
          aim: { atMost: mostOfStack.bytes / 1024 },
          how,
        },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function writeConfig(folder: string): void {
  for (const { path, text } of manyDepartments({ departments: 250, tablesEach: 40 })) {
    const to = join(folder, path.slice(path.lastIndexOf('config/') + 'config/'.length));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, text);
  }
}

/** Returns the peak of the memory in KiB. */
function synthesizeInto(outdir: string, config: string): number {
  const done = spawnSync(process.execPath, ['--import', reportsMemory, '--import', 'tsx', 'infra/app.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ environment: 'dev', config }),
    },
  });
  const peak = /^kib (\d+)$/m.exec(done.stderr)?.[1];
  if (done.status !== 0 || peak === undefined) throw new Error(`the app does not synthesize: ${done.stderr}`);
  return Number(peak);
}

function readTemplates(folder: string): readonly { readonly resources: number; readonly bytes: number }[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.template.json'));
  return names.map((name) => {
    const text = readFileSync(join(folder, name));
    return { resources: Object.keys(JSON.parse(text.toString()).Resources).length, bytes: text.length };
  });
}
