import { createHash } from 'node:crypto';
import { type EnvironmentReference, jobNamePrefix, platformName } from '../model/environment-names';

export interface JobIdentity {
  readonly environment: string;
  readonly department: string;
  readonly job: string;
  /** `department/job`, as people name it. */
  readonly key: string;
  /**
   * Stem of every DMS identifier and schedule name of the job. Letters, digits and single hyphens, at most 60 characters. It
   * starts with a letter, and is unique in all environments of an account.
   */
  readonly slug: string;
}

const longestSlug = 60;
const hashLength = 8;

/**
 * Names of a job. They can contain hyphens, so `a-b` + `c` and `a` + `b-c` would have one stem: a hash of the three names
 * distinguishes them, and also long stems that are cut.
 */
export function jobIdentity(
  environment: string,
  department: string,
  job: string,
  namePrefix?: string,
): JobIdentity {
  const hash = createHash('sha256')
    .update(`${environment}/${department}/${job}`)
    .digest('hex')
    .slice(0, hashLength);
  const stem = `${jobNamePrefix({ name: environment, namePrefix })}${department}-${job}`
    .slice(0, longestSlug - hashLength - 1)
    .replace(/-+$/, '');
  return { environment, department, job, key: `${department}/${job}`, slug: `${stem}-${hash}` };
}

/** DMS EndpointIdentifier of a job's own endpoint, through which its files are written. */
export function jobEndpointIdentifier({ slug }: Pick<JobIdentity, 'slug'>): string {
  return `${slug}-target`;
}

/** DMS EndpointIdentifier of a database. It is unique: environments have no hyphen, and a source and a target differ in name. */
export function endpointIdentifier(environment: EnvironmentReference, connection: string): string {
  return `${platformName(environment)}-${connection}`;
}
