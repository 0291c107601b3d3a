import Grid from '@cloudscape-design/components/grid';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { ReactElement } from 'react';

interface Props {
  readonly label: string;
  /** Text of the empty field, where it is not the label. */
  readonly placeholder?: string;
  readonly text: string;
  /** Number of what is found, in words. */
  readonly found: string;
  readonly change: (text: string) => void;
  /** Further filter. */
  readonly beside?: ReactElement | undefined;
}

/** Text filter of a list, with the number of what it finds. */
export function FindText({ label, placeholder = label, text, found, change, beside }: Props): ReactElement {
  const filter = (
    <TextFilter
      filteringText={text}
      filteringPlaceholder={placeholder}
      filteringAriaLabel={label}
      countText={found}
      onChange={({ detail }) => change(detail.filteringText)}
    />
  );
  if (beside === undefined) return filter;
  return (
    <Grid gridDefinition={[{ colspan: { default: 12, s: 8 } }, { colspan: { default: 12, s: 4 } }]}>
      {filter}
      {beside}
    </Grid>
  );
}
