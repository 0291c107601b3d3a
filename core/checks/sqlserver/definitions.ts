import { definitionsFor } from '../catalogue/define-checks';

const guide = 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.SQLServer.html';

/** Page of the DMS guide about capturing changes. */
export const cdcGuide = 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.SQLServer.CDC.html';

export const define = definitionsFor('sqlserver', guide);
