import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Architecture, Code, type ILayerVersion, LayerVersion, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { SourcePlan } from '../../../core/planning/connection-plan';
import type { EnvironmentPlan } from '../../../core/planning/plan';
import { oracleLayerFolder } from '../../bundling/build-oracle-layer';

export interface OracleLayersProps {
  readonly environment: EnvironmentPlan;
  readonly sources: readonly SourcePlan[];
  /** Folder of `bundleFunctions`. */
  readonly bundles?: string | undefined;
}

/**
 * node-oracledb, where a source is Oracle; with Oracle's client libraries, where one of them says `thick: true`.
 * A process of node-oracledb is Thin or Thick as a whole: where the libraries are, all Oracle sources go by them.
 */
export function oracleLayers(
  scope: Construct,
  id: string,
  props: OracleLayersProps,
): readonly ILayerVersion[] {
  const { environment, sources, bundles } = props;
  const oracle = sources.filter(({ engine }) => engine === 'oracle');
  if (oracle.length === 0) return [];
  const layers = new Construct(scope, id);
  const driver = new LayerVersion(layers, 'Oracledb', {
    description: `node-oracledb (${environment.name})`,
    // Pure JavaScript; the add-on of Thick mode lies beside it for each.
    compatibleArchitectures: [Architecture.ARM_64, Architecture.X86_64],
    compatibleRuntimes: [Runtime.NODEJS_24_X],
    code: Code.fromAsset(bundles === undefined ? layerSource : oracleLayerFolder(bundles)),
  });
  const thick = oracle.filter((source) => source.thick);
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

/** The zip that the user supplies: Oracle's licence lets Lakeferry not bring it. */
function instantClient({ name, oracleInstantClient }: EnvironmentPlan, thick: readonly string[]): string {
  const why = `thick: true on ${thick.join(', ')} needs Oracle's client libraries; see layers/oracledb/README.md`;
  if (oracleInstantClient === undefined)
    throw new Error(`the environment ${name} has no oracle-instant-client: ${why}`);
  const path = resolve(oracleInstantClient);
  if (!existsSync(path))
    throw new Error(`oracle-instant-client of the environment ${name}: there is no file ${path}: ${why}`);
  // Names stand in a zip as they are, whatever is compressed.
  if (!readFileSync(path).includes('lib/libclntsh.so'))
    throw new Error(
      `oracle-instant-client of the environment ${name}: ${path} has no lib/libclntsh.so, where Lambda looks for it: ${why}`,
    );
  return path;
}
