/** Public entry point: the local DMS alone. */
export { dropSlot } from './capture/slots';
export { createDms, type DmsDependencies, type DmsService } from './dms';
export type { SimulatedRows, SimulatedSource, SimulatedTable } from './simulated/simulated-rows';
