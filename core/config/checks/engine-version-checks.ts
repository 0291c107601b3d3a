import { offeredInstead, offerOf } from '../../model/engine-versions';
import { familyOf } from '../../model/instance-classes';
import { daysUntilEnd, type Offer, offerOn } from '../../model/offer';
import type { Finding, Problem } from '../reading/problem';
import type { Checked } from '../reading/read-files';
import type { Environment } from '../schema/environment-schema';

/** Reports an engine version or instance class that AWS does not offer on the day of `now`, or soon supports no longer. */
export function engineVersionChecker(now: Date): (environment: Checked<Environment>) => Problem[] {
  const day = now.toISOString().slice(0, 10);
  return ({ place, data }) => {
    const instance = data['replication-instance'];
    if ('arn' in instance) return [];
    const { class: instanceClass, 'engine-version': version } = instance;
    const family = familyOf(instanceClass);
    const found = [
      ...findings('engine-version', `engine version ${version}`, offerOf(version, day), day).map(
        (finding) => ({
          ...finding,
          value: version,
          hint: `write engine-version: ${offeredInstead(version, day).join(' or ')}`,
        }),
      ),
      // The schema reports a class that does not exist.
      ...(family === undefined
        ? []
        : findings('class', `instance class ${instanceClass}`, offerOn(family, day), day).map((finding) => ({
            ...finding,
            value: instanceClass,
            hint: 'write a class of a newer family, such as dms.r7i.large',
          }))),
    ];
    return place(found);
  };
}

function findings(key: string, what: string, offer: Offer, day: string): Finding[] {
  const path = ['replication-instance', key];
  switch (offer.kind) {
    case 'offered': {
      const days = daysUntilEnd(offer, day);
      if (days === undefined) return [];
      const message = `AWS ends the support of the ${what} on ${offer.endsOn}, in ${days} days, and then upgrades it`;
      return [{ severity: 'warning', path, message }];
    }
    case 'gone': {
      const message =
        offer.since === undefined
          ? `AWS does not offer the ${what}`
          : `AWS ended the support of the ${what} on ${offer.since}`;
      return [{ severity: 'error', path, message }];
    }
    case 'existing-only': {
      const upgraded =
        offer.upgradedOn === undefined ? '' : `, and upgrades existing ones on ${offer.upgradedOn}`;
      const message = `AWS creates no instance with the ${what} since ${offer.since}${upgraded}`;
      return [{ severity: 'warning', path, message }];
    }
  }
}
