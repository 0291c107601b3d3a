import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '../../../../core/planning/plan';
import { ofType, synthesize } from '../../../helpers/infra/stacks';
import { sampleEnvironment, samplePlan, sampleSource } from '../../../helpers/runs/plan';

const folder = mkdtempSync(join(tmpdir(), 'lakeferry-oracle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function platformOf(plan: Plan) {
  const platform = synthesize(plan).get('lakeferry-dev-platform');
  if (platform === undefined) throw new Error('no platform stack');
  return platform;
}

function withOracle(over: { thick?: true; instantClient?: string } = {}): Plan {
  const { thick, instantClient } = over;
  return samplePlan({
    environment: sampleEnvironment(instantClient === undefined ? {} : { oracleInstantClient: instantClient }),
    sources: [
      sampleSource({
        name: 'hr-db',
        engine: 'oracle',
        sslMode: 'none',
        ...(thick === undefined ? {} : { thick }),
      }),
      sampleSource(),
    ],
  });
}

function layersOf(plan: Plan): string[] {
  const { resources } = platformOf(plan);
  const used = ofType(resources, 'AWS::Lambda::Function').flatMap(([id, { Properties }]) => {
    const layers = Properties?.['Layers'];
    return Array.isArray(layers) ? layers.map(() => id) : [];
  });
  expect(used.every((id) => id.startsWith('FunctionsCheckSource'))).toBe(true);
  expect(ofType(resources, 'AWS::Lambda::LayerVersion')).toHaveLength(used.length);
  return used;
}

test('only check-source has the layer with node-oracledb, for both architectures, if a source is Oracle', () => {
  expect(layersOf(samplePlan())).toHaveLength(0);
  expect(layersOf(withOracle())).toHaveLength(1);
  platformOf(withOracle()).template.hasResourceProperties('AWS::Lambda::LayerVersion', {
    CompatibleArchitectures: ['arm64', 'x86_64'],
  });
});

test('thick: true adds the libraries that the user supplies as a second layer', () => {
  const zip = join(folder, 'client.zip');
  writeFileSync(zip, 'PK lib/libclntsh.so.23.1');
  expect(layersOf(withOracle({ thick: true, instantClient: zip }))).toHaveLength(2);
});

test('an Oracle source that no job uses has the layers too, without the libraries if they are not supplied', () => {
  const unused = (over: Parameters<typeof withOracle>[0]): Plan => {
    const { sources, ...plan } = withOracle(over);
    return { ...plan, sources: sources.slice(1), otherSources: sources.slice(0, 1) };
  };
  const layers = (plan: Plan) => ofType(platformOf(plan).resources, 'AWS::Lambda::LayerVersion');
  const zip = join(folder, 'unused.zip');
  writeFileSync(zip, 'PK lib/libclntsh.so.23.1');
  expect(layers(unused({}))).toHaveLength(1);
  expect(layers(unused({ thick: true }))).toHaveLength(1);
  expect(layers(unused({ thick: true, instantClient: zip }))).toHaveLength(2);
});

test('thick: true without the libraries fails the synthesis, with a link to the instructions', () => {
  const empty = join(folder, 'empty.zip');
  writeFileSync(empty, 'PK instantclient_23_9/libclntsh.so');
  expect(() => platformOf(withOracle({ thick: true }))).toThrow(
    /dev has no oracle-instant-client: thick: true on hr-db .*layers\/oracledb\/README\.md/,
  );
  expect(() => platformOf(withOracle({ thick: true, instantClient: 'nowhere.zip' }))).toThrow(
    /the file .*nowhere\.zip does not exist/,
  );
  expect(() => platformOf(withOracle({ thick: true, instantClient: empty }))).toThrow(
    /does not contain lib\/libclntsh\.so/,
  );
});

test('check-source may read the secrets of the sources of every engine, and no other', () => {
  const text = JSON.stringify(
    ofType(platformOf(withOracle()).resources, 'AWS::IAM::Role').find(([id]) =>
      id.startsWith('FunctionsCheckSource'),
    ),
  );
  expect(text).toContain(':secret:lakeferry/hr-db-??????');
  expect(text).toContain(':secret:lakeferry/sales-db-??????');
});
