import Select from '@cloudscape-design/components/select';
import type { ReactElement } from 'react';

interface Props {
  readonly label: string;
  /** Option that leaves nothing out, whose value is empty. */
  readonly every: string;
  readonly words: readonly string[];
  /** Text of a word, where it is not the word. */
  readonly textOf?: (word: string) => string;
  readonly chosen: string;
  readonly choose: (word: string) => void;
}

/** Filter of a list by one word. */
export function Choice({
  label,
  every,
  words,
  textOf = (word) => word,
  chosen,
  choose,
}: Props): ReactElement {
  const options = [
    { value: '', label: every },
    ...words.map((word) => ({ value: word, label: textOf(word) })),
  ];
  return (
    <Select
      ariaLabel={label}
      options={options}
      selectedOption={options.find(({ value }) => value === chosen) ?? null}
      onChange={({ detail }) => choose(detail.selectedOption.value ?? '')}
    />
  );
}
