import type { z } from 'zod';
import { Connections } from '../schema/connections-schema';
import { Department } from '../schema/department-schema';
import { Environment } from '../schema/environment-schema';
import type { Finding, Problem } from './problem';
import { repaired } from './repair';
import { readBySchema, withoutEchoes } from './schema-findings';
import { unreadFile } from './unread-file';
import { type ConfigFile, readYaml, type YamlFile } from './yaml-file';

/** File with the part of its content that fits its schema. */
export interface Checked<T> {
  readonly path: string;
  readonly data: T;
  /** Content of the file, with the part that does not fit the schema. */
  readonly written: unknown;
  /** Places findings in the file, except those about values that the schema has reported. */
  place(findings: readonly Finding[]): Problem[];
}

export interface CheckedFiles {
  readonly departments: readonly Checked<Department>[];
  readonly connections: readonly Checked<Connections>[];
  readonly environments: readonly Checked<Environment>[];
  /** True if connections.yaml exists but cannot be used. Its names are then not reported as unknown. */
  readonly brokenConnections: boolean;
  readonly problems: readonly Problem[];
}

/** Reads each file by itself: YAML, then its schema. The folder decides which schema. */
export function readFiles(files: readonly ConfigFile[]): CheckedFiles {
  const problems: Problem[] = [];
  const read = <T>(schema: z.ZodType<T>, file: ConfigFile): Checked<T>[] => {
    const yaml = readYaml(file);
    problems.push(...yaml.syntaxProblems);
    if (yaml.syntaxProblems.some((problem) => problem.severity === 'error')) return [];
    if (yaml.value === null || yaml.value === undefined) {
      problems.push(yaml.place({ path: [], message: 'the file is empty' }));
      return [];
    }
    const result = readBySchema(schema, yaml.value);
    if (result.ok) return [checked(yaml, result.data, [])];
    const found = result.findings.map((finding) => yaml.place(finding));
    problems.push(...withoutEchoes(result.findings).map((finding) => yaml.place(finding)));
    const rest = readRest(schema, yaml.value, result.findings);
    return rest === undefined ? [] : [checked(yaml, rest, found)];
  };

  const departments: Checked<Department>[] = [];
  const connections: Checked<Connections>[] = [];
  const environments: Checked<Environment>[] = [];
  let connectionFiles = 0;
  for (const file of files) {
    if (/(^|\/)departments\/[^/]+\.ya?ml$/.test(file.path)) departments.push(...read(Department, file));
    else if (/(^|\/)environments\/[^/]+\.ya?ml$/.test(file.path))
      environments.push(...read(Environment, file));
    else if (/(^|\/)connections\.ya?ml$/.test(file.path)) {
      connectionFiles += 1;
      connections.push(...read(Connections, file));
    } else problems.push(unreadFile(file));
  }
  return {
    departments,
    connections,
    environments,
    brokenConnections: connectionFiles > connections.length,
    problems,
  };
}

/** Content of a file without the parts that its schema reports. Removing one part can make another wrong, so it takes rounds. */
function readRest<T>(schema: z.ZodType<T>, value: unknown, refused: readonly Finding[]): T | undefined {
  let [rest, findings] = [value, refused];
  for (let round = 0; round < 4; round += 1) {
    rest = repaired(rest, findings);
    const result = readBySchema(schema, rest);
    if (result.ok) return result.data;
    findings = result.findings;
  }
  return undefined;
}

function checked<T>(file: YamlFile, data: T, refused: readonly Problem[]): Checked<T> {
  const isRefused = ({ path }: Problem): boolean =>
    refused.some(
      (one) => path === one.path || path.startsWith(`${one.path}.`) || path.startsWith(`${one.path}[`),
    );
  return {
    path: file.path,
    data,
    written: file.value,
    place: (findings) =>
      findings.map((finding) => file.place(finding)).filter((problem) => !isRefused(problem)),
  };
}
