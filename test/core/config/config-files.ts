import { type LoadedConfig, loadConfig } from '../../../core/config/load-config';
import type { Problem } from '../../../core/config/reading/problem';
import type { ConfigFile } from '../../../core/config/reading/yaml-file';

export const now = new Date('2026-11-21T12:00:00Z');

export const connections: ConfigFile = {
  path: 'config/connections.yaml',
  text: `
sources:
  sales-db: {engine: postgres, database: sales, secret: lakeferry/sales-db}
  hr-db: {engine: oracle, database: HRPROD, secret: lakeferry/hr-db, ssl: none}
targets:
  lake: {engine: s3}
`,
};

export const environment: ConfigFile = {
  path: 'config/environments/test.yaml',
  text: `
environment: test
region: eu-west-1
network: {cidr: 10.1.0.0/16}
replication-instance: {class: dms.t3.medium, storage-gib: 50, multi-az: false, engine-version: 3.6.1}
`,
};

/** A department whose only job has `lines` (each a `key: value` of YAML) over working ones. */
export function department(lines: Readonly<Record<string, string>> = {}, name = 'sales'): ConfigFile {
  const job = { name: 'daily', mode: 'full-load', tables: '[sales.orders]', ...lines };
  const shown = Object.entries(job).map(([key, value]) => `    ${key}: ${value}`);
  return {
    path: `config/departments/${name}.yaml`,
    text: `department: ${name}\nowner: ${name}@example.com\nsource: sales-db\ntarget: lake\njobs:\n  -\n${shown.join('\n')}\n`,
  };
}

export function load(...files: ConfigFile[]): LoadedConfig {
  return loadConfig([connections, environment, ...files], now);
}

export function problemsOf(...files: ConfigFile[]): readonly Problem[] {
  const loaded = load(...files);
  return loaded.ok ? loaded.warnings : loaded.problems;
}

/** The messages about a job with these lines. */
export function messages(lines: Readonly<Record<string, string>>): string[] {
  return problemsOf(department(lines)).map((problem) => problem.message);
}
