import FormField from '@cloudscape-design/components/form-field';
import Multiselect from '@cloudscape-design/components/multiselect';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactElement, useState } from 'react';
import { Confirm } from '../../parts/confirm';
import { plain } from '../../parts/plain-text';
import { plural } from '../../parts/quantities';

interface Props {
  readonly question: string | undefined;
  /** All tables, as `schema.table`. */
  readonly tables: readonly string[];
  /** Those that do not replicate, which are proposed. */
  readonly faulty: readonly string[];
  readonly act: (tables: 'all' | string[]) => Promise<void>;
  readonly close: () => void;
}

/** Asks which tables are loaded again. None chosen: all. */
export function Reload({ question, tables, faulty, act, close }: Props): ReactElement {
  const [chosen, choose] = useState<readonly string[] | undefined>();
  const named = chosen ?? faulty.filter((table) => tables.includes(table));
  const options = tables.map((table) => ({ value: table, label: plain(table) }));
  const leave = (): void => {
    choose(undefined);
    close();
  };
  return (
    <Confirm
      question={question}
      action={named.length === 0 ? 'Reload all tables' : `Reload ${plural(named.length, 'table')}`}
      act={() => act(named.length === 0 ? 'all' : [...named])}
      close={leave}
    >
      <SpaceBetween size="m">
        <div>DMS loads these tables again, from the start, while changes of the other tables continue.</div>
        <FormField label="Tables" description="All tables, when none is chosen.">
          <Multiselect
            options={options}
            selectedOptions={options.filter(({ value }) => named.includes(value))}
            filteringType="auto"
            placeholder={`all ${plural(tables.length, 'table')}`}
            tokenLimit={5}
            onChange={({ detail }) => choose(detail.selectedOptions.flatMap(({ value }) => value ?? []))}
            deselectAriaLabel={({ label }) => `Leave out ${label ?? ''}`}
          />
        </FormField>
      </SpaceBetween>
    </Confirm>
  );
}
