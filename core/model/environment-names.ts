/** An environment, with what the names of its resources begin with. A plan of an environment is one. */
export interface NamedEnvironment {
  readonly name: string;
  /** `name-prefix` of its file. Absent: names begin with `lakeferry`. */
  readonly namePrefix?: string | undefined;
}

/** A name alone is an environment without a prefix. */
export type EnvironmentReference = string | NamedEnvironment;

/** Environment as settings and outputs have it. */
export function namedEnvironment({
  environment: name,
  namePrefix,
}: {
  readonly environment: string;
  readonly namePrefix?: string | undefined;
}): NamedEnvironment {
  return { name, namePrefix };
}

/** First words of all names, such as `lakeferry` or `acme-lakeferry`, and the name of the environment. */
function partsOf(reference: EnvironmentReference): readonly [start: string, name: string] {
  if (typeof reference === 'string') return ['lakeferry', reference];
  const { name, namePrefix } = reference;
  return [namePrefix === undefined ? 'lakeferry' : `${namePrefix}-lakeferry`, name];
}

/** Prefix of the platform's physical names, and the name of the replication instance. */
export function platformName(environment: EnvironmentReference): string {
  return partsOf(environment).join('-');
}

export function platformStackName(environment: EnvironmentReference): string {
  return `${platformName(environment)}-platform`;
}

/** Folder of the SSM parameters of an environment: `/lakeferry/dev`. */
export function parameterFolder(environment: EnvironmentReference): string {
  return `/${partsOf(environment).join('/')}`;
}

/** Log groups of the functions begin like this; the rest is the function's name. */
export function functionLogPrefix(environment: EnvironmentReference): string {
  return `${parameterFolder(environment)}/`;
}

/** Glue databases of departments begin like this. Athena reads names of lower-case letters, digits and underscores. */
export function glueDatabasePrefix(environment: EnvironmentReference): string {
  return `${platformName(environment).replaceAll('-', '_')}_`;
}

/** Identifiers of DMS tasks and names of the schedules of jobs begin like this. */
export function jobNamePrefix(environment: EnvironmentReference): string {
  if (typeof environment === 'string') return `${environment}-`;
  const { name, namePrefix } = environment;
  return namePrefix === undefined ? `${name}-` : `${namePrefix}-${name}-`;
}
