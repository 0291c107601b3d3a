import type { Log, LogFields } from '../../../core/monitoring/log';
import type { MetricsEmitter, MetricValue } from '../../../core/monitoring/metric';

/** Log and metrics of functions, kept for a test to read. */
export class Reported {
  readonly lines: (LogFields & { readonly level: 'info' | 'error'; readonly message: string })[] = [];
  readonly values: (MetricValue & { readonly run?: string })[] = [];
  readonly log: Log = {
    info: (message, fields = {}) => void this.lines.push({ ...fields, level: 'info', message }),
    error: (message, fields = {}) => void this.lines.push({ ...fields, level: 'error', message }),
  };
  readonly emitter: MetricsEmitter = {
    emit: (values, about) =>
      void this.values.push(
        ...values.map((value) => (about?.run === undefined ? value : { ...value, run: about.run })),
      ),
  };
}
