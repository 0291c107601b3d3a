import { newestOffered, offerOf } from '../../model/engine-versions';
import type { Finding, Problem } from '../reading/problem';
import type { Checked } from '../reading/read-files';
import type { Environment } from '../schema/environment-schema';

/** Reports an engine version with which AWS creates no instance on the day of `now`. */
export function engineVersionChecker(now: Date): (environment: Checked<Environment>) => Problem[] {
  const day = now.toISOString().slice(0, 10);
  return ({ place, data }) => {
    const version = data['replication-instance']['engine-version'];
    const offer = offerOf(version, day);
    const finding = (message: string, severity: 'error' | 'warning'): Finding[] => [
      {
        severity,
        path: ['replication-instance', 'engine-version'],
        value: version,
        message,
        hint: `write engine-version: ${newestOffered(day)}`,
      },
    ];
    switch (offer.kind) {
      case 'offered':
        return [];
      case 'gone':
        return place(
          finding(
            offer.since === undefined
              ? `AWS does not offer the engine version ${version}`
              : `AWS ended the support of the engine version ${version} on ${offer.since}`,
            'error',
          ),
        );
      case 'existing-only':
        return place(
          finding(
            `AWS creates no instance with the engine version ${version} since ${offer.since}${offer.upgradedOn === undefined ? '' : `, and upgrades existing ones on ${offer.upgradedOn}`}`,
            'warning',
          ),
        );
    }
  };
}
