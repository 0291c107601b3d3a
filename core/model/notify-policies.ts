/** Rules by which people receive messages about a job: see docs/adr/0028-events-and-notifications.md. */
export const notifyPolicies = ['edge', 'failures', 'always', 'never'] as const;
export type NotifyPolicy = (typeof notifyPolicies)[number];

/** Effects of a run that starts while another run of its job is in flight. */
export const overlapPolicies = ['skip', 'queue', 'cancel-previous'] as const;
export type OverlapPolicy = (typeof overlapPolicies)[number];
