import { metricNamespace, metricUnits } from '../../core/monitoring/metric';
import { outcomes } from '../../core/runs/record/verdict-shape';
import { ofType, synthesize } from '../helpers/infra/stacks';
import { samplePlan } from '../helpers/runs/plan';

interface Widget {
  readonly type: string;
  readonly properties: {
    readonly metrics?: readonly (readonly unknown[])[];
    readonly alarms?: readonly string[];
  };
}

const resources = synthesize(samplePlan()).get('lakeferry-dev-platform')?.resources ?? {};
const dashboards = ofType(resources, 'AWS::CloudWatch::Dashboard');

/** Text of the body, with a logical id in place of each reference. */
function bodyOf(value: unknown): string {
  const parts = (value as { 'Fn::Join': [string, readonly unknown[]] })['Fn::Join'][1];
  return parts.map((part) => (typeof part === 'string' ? part : idIn(part))).join('');
}

function idIn(reference: unknown): string {
  const { Ref, 'Fn::GetAtt': attribute } = reference as { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
  return Ref ?? attribute?.[0] ?? '';
}

const [[, dashboard] = []] = dashboards;
const body = bodyOf(dashboard?.Properties?.['DashboardBody']);
const { widgets } = JSON.parse(body) as { readonly widgets: readonly Widget[] };
const graphs = widgets.flatMap(({ properties }) =>
  properties.metrics === undefined ? [] : [properties.metrics],
);

test('an environment has one dashboard, with its name', () => {
  expect(dashboards).toHaveLength(1);
  expect(dashboard?.Properties?.['DashboardName']).toBe('lakeferry-dev');
});

test('it shows every metric of Lakeferry, every outcome, every function and every alarm', () => {
  const own = graphs.flat().filter(([namespace]) => namespace === metricNamespace);
  expect([...new Set(own.map(([, name]) => name))].sort()).toEqual(Object.keys(metricUnits).sort());
  const shown = own.filter(([, name]) => name === 'RunsEnded').map((metric) => metric[5]);
  expect(shown).toEqual(outcomes);
  for (const [id] of ofType(resources, 'AWS::Lambda::Function')) expect(body).toContain(`"${id}"`);
  const alarms = widgets.flatMap(({ properties }) => properties.alarms ?? []);
  expect([...alarms].sort()).toEqual(
    ofType(resources, 'AWS::CloudWatch::Alarm')
      .map(([id]) => id)
      .sort(),
  );
});

test('it is within the limits of a dashboard: 500 widgets, 500 metrics per widget, 2,500 in all', () => {
  expect(widgets.length).toBeLessThanOrEqual(500);
  expect(Math.max(...graphs.map((metrics) => metrics.length))).toBeLessThanOrEqual(500);
  expect(graphs.flat().length).toBeLessThanOrEqual(2_500);
});
