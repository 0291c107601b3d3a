import { bringUp } from '../../environment/bring-up';

export const startJob = bringUp('start');
