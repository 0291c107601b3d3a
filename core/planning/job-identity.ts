import { createHash } from 'node:crypto';

export interface JobIdentity {
  readonly environment: string;
  readonly department: string;
  readonly job: string;
  /** `department/job`, how people name it. */
  readonly key: string;
  /**
   * Letters, digits and single hyphens, starts with a letter, at most 60 characters, unique in all environments of an
   * account: the stem of every DMS identifier and schedule name of the job.
   */
  readonly slug: string;
}

const longestSlug = 60;
const hashLength = 8;

/**
 * Names may hold hyphens, so `a-b` + `c` and `a` + `b-c` would be one name: the hash of the three names keeps them apart, also
 * where a long stem is cut.
 */
export function jobIdentity(environment: string, department: string, job: string): JobIdentity {
  const hash = createHash('sha256')
    .update(`${environment}/${department}/${job}`)
    .digest('hex')
    .slice(0, hashLength);
  const stem = `${environment}-${department}-${job}`
    .slice(0, longestSlug - hashLength - 1)
    .replace(/-+$/, '');
  return { environment, department, job, key: `${department}/${job}`, slug: `${stem}-${hash}` };
}

/** DMS EndpointIdentifier of a database: environment names hold no hyphen and no source is named as a target, so no two are alike. */
export function endpointIdentifier(environment: string, connection: string): string {
  return `lakeferry-${environment}-${connection}`;
}
