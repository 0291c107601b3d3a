import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Cards from '@cloudscape-design/components/cards';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import type { ItemChanges } from '../../data/plan-queries';
import { Choice } from '../../parts/choice';
import { jobPlanHref } from '../../../../core/pages/hrefs';
import { PageNumbers } from '../../parts/page-numbers';
import { plain } from '../../parts/plain-text';
import { useAddressFilter } from '../../parts/use-address-filter';
import { byClass, ClassWord, classes, classWord, countsText } from './class-words';

const pageSize = 20;
const classTexts: ReadonlyMap<string, string> = new Map(classes.map((one) => [one, classWord(one)]));

/** Changed parts of the plan, those that need attention first. */
export function ChangeCards({ items }: { readonly items: readonly ItemChanges[] }): ReactElement {
  const [filter, change] = useAddressFilter('class');
  const found = byClass(items).filter((item) => filter.class === '' || item.class === filter.class);
  const {
    items: shown,
    collectionProps,
    paginationProps,
  } = useCollection(found, { pagination: { pageSize } });
  const words = classes.filter((one) => items.some((item) => item.class === one));
  return (
    <Cards
      {...collectionProps}
      items={shown}
      trackBy={({ what, name }) => `${what} ${name}`}
      cardsPerRow={[{ cards: 1 }]}
      header={
        <Header variant="h3" counter={`(${items.length})`} description={countsText(items)}>
          A deployment changes
        </Header>
      }
      filter={
        words.length < 2 ? undefined : (
          <Choice
            label="Class of changes"
            every="all changes"
            words={words}
            textOf={(word) => classTexts.get(word) ?? word}
            chosen={filter.class}
            choose={(word) => change({ class: word })}
          />
        )
      }
      pagination={found.length > pageSize ? <PageNumbers {...paginationProps} /> : undefined}
      empty={<Box textAlign="center">No change is of this class</Box>}
      ariaLabels={{ cardsLabel: 'Changes', itemSelectionLabel: () => '', selectionGroupLabel: '' }}
      cardDefinition={{
        header: (item) => <Title item={item} />,
        sections: [{ id: 'what', content: (item) => <Changes item={item} /> }],
      }}
    />
  );
}

function Title({ item: { what, name, change } }: { readonly item: ItemChanges }): ReactElement {
  const text = what === 'job' || what === 'load' ? name : `${what} ${name}`;
  return (
    <>
      {what === 'job' && change !== 'added' ? (
        <Link href={jobPlanHref(name)} fontSize="heading-m">
          {plain(text)}
        </Link>
      ) : (
        plain(text)
      )}
      {change === 'changed' ? null : (
        <Box variant="span" fontWeight="normal" color="text-body-secondary">
          {' '}
          {change}
        </Box>
      )}
    </>
  );
}

const signs = { '+': 'more', '-': 'less', '~': 'different' } as const;
const tones = { '+': 'good', '-': 'bad', '~': 'busy' } as const;

function Changes({
  item: { class: of, changes, effects, steps },
}: {
  readonly item: ItemChanges;
}): ReactElement {
  return (
    <SpaceBetween size="xs">
      <ClassWord of={of} />
      <ul className="changes">
        {changes.map(({ sign, text }) => (
          <li key={`${sign}${text}`} className={tones[sign]}>
            <span className="tone" role="img" aria-label={signs[sign]}>
              {sign === '-' ? '−' : sign}
            </span>
            <bdi>{plain(text)}</bdi>
          </li>
        ))}
      </ul>
      {effects.length === 0 ? null : (
        <div>
          <Box variant="awsui-key-label">Effect on what runs</Box>
          {effects.map((effect) => (
            <div key={effect}>{plain(effect)}</div>
          ))}
        </div>
      )}
      {steps.length === 0 ? null : (
        <div>
          <Box variant="awsui-key-label">Do this instead</Box>
          <ol className="steps-to-take">
            {steps.map((step) => (
              <li key={step}>{plain(step)}</li>
            ))}
          </ol>
        </div>
      )}
    </SpaceBetween>
  );
}
