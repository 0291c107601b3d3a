import { definitionsFor } from '../catalogue/define-checks';

const guide = 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.Oracle.html';

export const define = definitionsFor('oracle', guide);
