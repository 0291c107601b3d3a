import { definitionsFor } from '../catalogue/define-checks';

const guide = 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.MySQL.html';

/** Page of the premigration assessments, which document what DMS itself requires. */
export const assessments =
  'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.AssessmentReport.MySQL.html';

export const define = definitionsFor('mysql', guide);
