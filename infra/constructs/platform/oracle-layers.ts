import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Architecture, Code, type ILayerVersion, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { SourcePlan } from '../../../core/planning/connection-plan';
import type { EnvironmentPlan } from '../../../core/planning/plan';
import { oracleLayerFolder } from '../../bundling/build-oracle-layer';
import { functionRuntime } from './function-defaults';

export interface OracleLayersProps {
  readonly environment: EnvironmentPlan;
  readonly sources: readonly SourcePlan[];
  /** Sources that no job uses. Their tables can be listed. */
  readonly otherSources: readonly SourcePlan[];
  /** Folder of `bundleFunctions`. */
  readonly bundles?: string | undefined;
}

/**
 * Layers for Oracle sources: node-oracledb, and Oracle's client libraries if a source has `thick:
 * true`. node-oracledb is in Thin or Thick mode per process, so one thick source makes all Oracle
 * sources use the libraries.
 */
export function oracleLayers(
  scope: Construct,
  id: string,
  props: OracleLayersProps,
): readonly ILayerVersion[] {
  const { environment, sources, otherSources, bundles } = props;
  const oracle = [...sources, ...otherSources].filter(({ engine }) => engine === 'oracle');
  if (oracle.length === 0) return [];
  const layers = new Construct(scope, id);
  const driver = new LayerVersion(layers, 'Oracledb', {
    description: `node-oracledb (${environment.name})`,
    // Pure JavaScript, with the add-on of Thick mode for both architectures.
    compatibleArchitectures: [Architecture.ARM_64, Architecture.X86_64],
    compatibleRuntimes: [functionRuntime],
    code: Code.fromAsset(bundles === undefined ? layerSource : oracleLayerFolder(bundles)),
  });
  // A source that no job uses does not refuse the deployment.
  const mayLack = environment.oracleInstantClient === undefined ? otherSources : [];
  const thick = oracle.filter((source) => source.thick && !mayLack.includes(source));
  if (thick.length === 0) return [driver];
  const zip = instantClient(
    environment,
    thick.map(({ name }) => name),
  );
  return [
    driver,
    new LayerVersion(layers, 'InstantClient', {
      description: `Oracle's client libraries (${environment.name})`,
      compatibleArchitectures: [Architecture.ARM_64],
      code: Code.fromAsset(zip),
    }),
  ];
}

const layerSource = join(__dirname, '..', '..', '..', 'layers', 'oracledb');

/**
 * Path of the zip that the user supplies, because Oracle's licence does not allow Lakeferry to
 * distribute it.
 */
function instantClient({ name, oracleInstantClient }: EnvironmentPlan, thick: readonly string[]): string {
  const why = `thick: true on ${thick.join(', ')} needs Oracle's client libraries, see layers/oracledb/README.md`;
  if (oracleInstantClient === undefined)
    throw new Error(`environment ${name} has no oracle-instant-client: ${why}`);
  const path = resolve(oracleInstantClient);
  if (!existsSync(path))
    throw new Error(`oracle-instant-client of environment ${name}: the file ${path} does not exist: ${why}`);
  // File names in a zip are not compressed.
  if (!readFileSync(path).includes('lib/libclntsh.so'))
    throw new Error(
      `oracle-instant-client of environment ${name}: ${path} does not contain lib/libclntsh.so, where Lambda expects it: ${why}`,
    );
  return path;
}
