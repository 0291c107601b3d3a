import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FileDropzone, { useFilesDragging } from '@cloudscape-design/components/file-dropzone';
import FileUpload from '@cloudscape-design/components/file-upload';
import Flashbar from '@cloudscape-design/components/flashbar';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { isCode, type LoadPage, upload } from '../../data/load-queries';
import { Confirm } from '../../parts/confirm';
import { plain } from '../../parts/plain-text';
import { bytes } from '../../parts/quantities';

/** Uploads one file into the inbox, after its consequence was stated. A file of the same name is asked about again. */
export function DropFile({ page }: { readonly page: LoadPage }): ReactElement {
  const { load, inbox, maxUploadBytes } = page;
  const [chosen, choose] = useState<File | undefined>();
  const [asked, ask] = useState<'drop' | 'overwrite' | undefined>();
  const [done, note] = useState<string | undefined>();
  const queries = useQueryClient();
  const isTooLarge = chosen !== undefined && chosen.size > maxUploadBytes;
  const send = async (overwrite: boolean): Promise<'sent' | 'exists'> => {
    if (chosen === undefined) return 'sent';
    try {
      await upload(load, chosen, overwrite);
    } catch (error) {
      if (!overwrite && isCode(error, 'file-exists')) return 'exists';
      throw error;
    }
    note(chosen.name);
    choose(undefined);
    await queries.invalidateQueries({ queryKey: ['runs', load] });
    return 'sent';
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={`CSV, plain or gzip, at most ${bytes(maxUploadBytes)}. For a larger file, use lakeferry load.`}
          actions={
            <Button disabled={chosen === undefined || isTooLarge} onClick={() => ask('drop')}>
              Drop into the inbox
            </Button>
          }
        >
          Drop a file
        </Header>
      }
    >
      <SpaceBetween size="m">
        {done === undefined ? null : (
          <Flashbar
            items={[
              {
                id: 'done',
                type: 'success',
                content: `${plain(done)} is in the inbox. Its run opens within seconds.`,
                dismissible: true,
                dismissLabel: 'Close',
                onDismiss: () => note(undefined),
              },
            ]}
          />
        )}
        <Choose chosen={chosen} isTooLarge={isTooLarge} choose={choose} />
      </SpaceBetween>
      <Confirm
        question={asked === 'drop' ? 'Drop this file?' : undefined}
        action="Drop"
        act={async () => ask((await send(false)) === 'exists' ? 'overwrite' : undefined)}
        close={() => ask((now) => (now === 'drop' ? undefined : now))}
      >
        {plain(chosen?.name ?? '')} goes into {plain(inbox)}. Lakeferry then loads it into the table of {load}{' '}
        at once, completely or not at all. With mode replace, its rows take the place of all rows of the
        table.
      </Confirm>
      <Confirm
        question={asked === 'overwrite' ? 'Overwrite the file in the inbox?' : undefined}
        action="Overwrite"
        act={async () => void (await send(true))}
        close={() => ask(undefined)}
      >
        The inbox has a file {plain(chosen?.name ?? '')} already. This one replaces it and is loaded as a new
        version: with mode append, its rows are added again.
      </Confirm>
    </Container>
  );
}

interface ChooseProps {
  readonly chosen: File | undefined;
  readonly isTooLarge: boolean;
  readonly choose: (file: File | undefined) => void;
}

function Choose({ chosen, isTooLarge, choose }: ChooseProps): ReactElement {
  const { areFilesDragging } = useFilesDragging();
  return (
    <FormField label="File" errorText={isTooLarge ? 'the file is too large for this page' : undefined}>
      {areFilesDragging ? (
        <FileDropzone onChange={({ detail }) => choose(detail.value[0])}>Drop the file here</FileDropzone>
      ) : (
        <FileUpload
          value={chosen === undefined ? [] : [chosen]}
          onChange={({ detail }) => choose(detail.value[0])}
          showFileSize
          ariaRequired
          i18nStrings={{
            uploadButtonText: () => 'Choose a file',
            dropzoneText: () => 'Drop the file here',
            removeFileAriaLabel: () => 'Remove the file',
            limitShowFewer: 'Show fewer',
            limitShowMore: 'Show more',
            errorIconAriaLabel: 'Error',
          }}
        />
      )}
    </FormField>
  );
}
