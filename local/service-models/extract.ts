import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { SystemClock } from '../clock';
import { Callers } from '../gateway/callers';
import { createServices } from '../services';
import { operationsOf } from './operations-of';
import type { OperationModel, ServiceModel, Shape } from './service-model';

/**
 * Writes `data/<service>.json`: what botocore's service models say of the operations that the local cloud has. Needs Python with
 * botocore; run it with `npm run models:extract -w @lakeferry/local-cloud`.
 */
const folders: Readonly<Record<string, string>> = {
  monitoring: 'cloudwatch',
  states: 'stepfunctions',
};

interface RawModel {
  readonly metadata: { readonly apiVersion: string };
  readonly operations: Readonly<Record<string, RawOperation>>;
  readonly shapes: Readonly<Record<string, RawShape>>;
}
interface RawOperation {
  readonly http?: { readonly method: string; readonly requestUri: string };
  readonly input?: { readonly shape: string };
  readonly output?: { readonly shape: string };
}
interface RawMember {
  readonly shape: string;
  readonly location?: string;
  readonly locationName?: string;
}
interface RawShape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, RawMember>>;
  readonly member?: RawMember;
  readonly key?: RawMember;
  readonly value?: RawMember;
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly payload?: string;
}

const [version = '', data = ''] = execFileSync(
  'python3',
  [
    '-c',
    'import botocore, os; print(botocore.__version__); print(os.path.join(os.path.dirname(botocore.__file__), "data"))',
  ],
  { encoding: 'utf8' },
).split('\n');

const dataFolder = mkdtempSync(join(tmpdir(), 'lakeferry-models-'));
process.once('exit', () => rmSync(dataFolder, { recursive: true, force: true }));
const context = {
  clock: new SystemClock(),
  account: '000000000000',
  region: 'eu-central-1',
  dataFolder,
  log: () => undefined,
};
const services = createServices(context, new Callers('000000000000'), () => 'http://127.0.0.1', {});
for (const service of services.all) {
  const folder = folders[service.name] ?? service.name;
  const model = readModel(join(data, folder));
  const written = reduce(service.name, model, operationsOf(service));
  writeFileSync(join(__dirname, 'data', `${service.name}.json`), `${JSON.stringify(written)}\n`);
}
void services.stop();

function readModel(folder: string): RawModel {
  const api = readdirSync(folder).sort().at(-1) ?? '';
  return JSON.parse(gunzipSync(readFileSync(join(folder, api, 'service-2.json.gz'))).toString('utf8'));
}

function reduce(name: string, model: RawModel, names: readonly string[]): ServiceModel {
  const shapes: Record<string, Shape> = {};
  const need = (shape: string): string => {
    const raw = model.shapes[shape];
    if (raw === undefined) throw new Error(`${name}: no shape ${shape}`);
    if (shapes[shape] === undefined) {
      shapes[shape] = { type: 'structure' };
      shapes[shape] = reduceShape(raw, need);
    }
    return shape;
  };
  const operations: Record<string, OperationModel> = {};
  for (const operation of [...names].sort()) {
    const raw = model.operations[operation];
    if (raw === undefined) throw new Error(`${name}: the model has no operation ${operation}`);
    operations[operation] = {
      ...(raw.http === undefined ? {} : { http: { method: raw.http.method, uri: raw.http.requestUri } }),
      ...(raw.input === undefined ? {} : { input: need(raw.input.shape) }),
      ...(raw.output === undefined ? {} : { output: need(raw.output.shape) }),
    };
  }
  return { source: `botocore ${version}`, apiVersion: model.metadata.apiVersion, operations, shapes };
}

function reduceShape(raw: RawShape, need: (shape: string) => string): Shape {
  const { type, required, min, max, pattern } = raw;
  const members = Object.entries(raw.members ?? {}).map(([name, { shape, location, locationName }]) => [
    name,
    {
      shape: need(shape),
      ...(location === undefined ? {} : { location }),
      ...(locationName === undefined || locationName === name ? {} : { locationName }),
    },
  ]);
  return {
    type,
    ...(raw.members === undefined ? {} : { members: Object.fromEntries(members) }),
    ...(required === undefined ? {} : { required }),
    ...(raw.member === undefined ? {} : { member: need(raw.member.shape) }),
    ...(raw.key === undefined ? {} : { key: need(raw.key.shape) }),
    ...(raw.value === undefined ? {} : { value: need(raw.value.shape) }),
    ...(raw.enum === undefined ? {} : { enum: raw.enum }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(raw.payload === undefined ? {} : { payload: raw.payload }),
  };
}
