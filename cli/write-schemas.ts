import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withCatalogue } from '../core/checks/catalogue/catalogue-page';
import { jsonSchemas } from '../core/config/schema/json-schemas';
import { eventSchemas } from '../core/events/event-schemas';
import { withExplanations } from '../core/runs/verdict/explanations-page';
import { jsonSchemaFiles } from './json/documents';

// npm run config:schemas
for (const [name, text] of jsonSchemas()) writeFileSync(join(__dirname, '..', 'config', name), text);

const folder = join(__dirname, '..', 'docs', 'json');
mkdirSync(folder, { recursive: true });
for (const [name, text] of jsonSchemaFiles()) writeFileSync(join(folder, name), text);

const eventFolder = join(__dirname, '..', 'docs', 'events');
mkdirSync(eventFolder, { recursive: true });
for (const [name, text] of eventSchemas()) writeFileSync(join(eventFolder, name), text);

const pages = { 'source-checks.md': withCatalogue, 'troubleshooting.md': withExplanations };
for (const [name, update] of Object.entries(pages)) {
  const page = join(__dirname, '..', 'docs', name);
  writeFileSync(page, update(readFileSync(page, 'utf8')));
}
