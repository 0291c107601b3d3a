import { exactName, looksLikePattern } from '../../tables/table-pattern';
import { locate } from '../../tables/target-names';
import { covers, type PatternPair } from '../../tables/target-patterns';
import type { Finding } from '../reading/problem';
import type { RawRule } from '../schema/table-schema';

const actions: Readonly<Record<string, readonly string[]>> = {
  selection: ['include', 'exclude', 'explicit'],
  transformation: [
    ...['rename', 'convert-lowercase', 'convert-uppercase', 'add-prefix', 'remove-prefix', 'replace-prefix'],
    ...['add-suffix', 'remove-suffix', 'replace-suffix', 'remove-column', 'include-column', 'add-column'],
    ...['define-primary-key', 'change-data-type', 'add-before-image-columns', 'data-masking-digits-mask'],
    ...['data-masking-digits-randomize', 'data-masking-hash-mask'],
  ],
};

/** Problems that DMS would report at the first run with "Error in mapping rules" only. Paths start at the job. */
export function checkRules(rules: readonly RawRule[]): Finding[] {
  const ids = new Set<string>();
  return [...checkEach(rules, ids), ...equalNames(rules)];
}

/** Columns of the same tables that get one name. With wildcards only the source check knows the columns. */
function equalNames(rules: readonly RawRule[]): Finding[] {
  const named: NamedColumn[] = [];
  return rules.flatMap((rule, index): Finding[] => {
    const one = namedColumn(rule, index);
    if (one === undefined) return [];
    const other = named.find(({ label, value, ...tables }) => {
      const isRepeated = label === one.label && !one.isAdded;
      return value === one.value && !isRepeated && (covers(tables, one) || covers(one, tables));
    });
    named.push(one);
    if (other === undefined) return [];
    return [
      {
        path: ['rules', index, 'value'],
        value: one.value,
        message: `"${one.value}" is the name of two columns of one table, ${other.label} and ${one.label}`,
        hint: 'give each column a name of its own',
      },
    ];
  });
}

/** Column whose name in the target a rule gives. */
interface NamedColumn extends PatternPair {
  readonly value: string;
  readonly label: string;
  readonly isAdded: boolean;
}

function namedColumn(rule: RawRule, index: number): NamedColumn | undefined {
  const { 'rule-target': target, 'rule-action': action, value, 'object-locator': locator } = rule;
  const [located] = target === 'column' ? locate(rule) : [];
  if (located === undefined || typeof value !== 'string') return undefined;
  const { schema, table } = located;
  if (action === 'add-column')
    return { schema, table, value, label: `the one that rule ${index + 1} adds`, isAdded: true };
  const column = locator?.['column-name'];
  if (action !== 'rename' || typeof column !== 'string' || exactName(column) === undefined) return undefined;
  return { schema, table, value, label: column, isAdded: false };
}

function checkEach(rules: readonly RawRule[], ids: Set<string>): Finding[] {
  return rules.flatMap((rule, index) => {
    const findings = checkRule(rule, ['rules', index]);
    const id = rule['rule-id'];
    if (id !== undefined && ids.has(String(id)))
      findings.push({
        path: ['rules', index, 'rule-id'],
        value: id,
        message: `"${id}" is the rule-id of two rules: DMS needs unique ids`,
        hint: 'remove rule-id: Lakeferry assigns one',
      });
    if (id !== undefined) ids.add(String(id));
    return findings;
  });
}

function checkRule(rule: RawRule, path: readonly PropertyKey[]): Finding[] {
  const type = rule['rule-type'];
  const findings: Finding[] = [];
  const allowed = actions[type];
  const action = rule['rule-action'];
  if (allowed !== undefined && (action === undefined || !allowed.includes(action)))
    findings.push({
      path: [...path, 'rule-action'],
      value: action,
      allowed,
      message:
        action === undefined
          ? `"rule-action" is missing: ${type} allows ${allowed.join(', ')}`
          : `"${action}" is not one of ${allowed.join(', ')}`,
    });
  const locator = rule['object-locator'];
  if (type !== 'post-processing' && locator === undefined)
    findings.push({ path, message: '"object-locator" is missing: it says which tables the rule applies to' });
  if (locator !== undefined && locator['table-name'] === undefined && needsTable(rule))
    findings.push({
      path: [...path, 'object-locator'],
      message: '"table-name" is missing: it says which tables the rule applies to',
      hint:
        type === 'table-settings' ? 'name the table' : 'write table-name: "%" for all tables of the schema',
    });
  if (type === 'table-settings' && locator !== undefined && Object.values(locator).some(isPattern))
    findings.push({
      path: [...path, 'object-locator'],
      message: 'table-settings has a wildcard: DMS needs an exact schema and table',
    });
  return findings;
}

function needsTable(rule: RawRule): boolean {
  const type = rule['rule-type'];
  if (type === 'selection' || type === 'table-settings') return true;
  const target = rule['rule-target'];
  return type === 'transformation' && (target === 'table' || target === 'column');
}

function isPattern(value: unknown): boolean {
  return typeof value === 'string' && looksLikePattern(value);
}
