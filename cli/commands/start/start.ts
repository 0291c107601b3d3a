import { startAction } from '../../environment/start-action';

export const startJob = startAction('start');
