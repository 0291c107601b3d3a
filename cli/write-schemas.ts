import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withCatalogue } from '../core/checks/catalogue/catalogue-page';
import { jsonSchemas } from '../core/config/schema/json-schemas';
import { eventSchemas } from '../core/events/event-schemas';
import { jsonSchemaFiles } from './json/documents';

// npm run config:schemas
for (const [name, text] of jsonSchemas()) writeFileSync(join(__dirname, '..', 'config', name), text);

const folder = join(__dirname, '..', 'docs', 'json');
mkdirSync(folder, { recursive: true });
for (const [name, text] of jsonSchemaFiles()) writeFileSync(join(folder, name), text);

const eventFolder = join(__dirname, '..', 'docs', 'events');
mkdirSync(eventFolder, { recursive: true });
for (const [name, text] of eventSchemas()) writeFileSync(join(eventFolder, name), text);

const page = join(__dirname, '..', 'docs', 'source-checks.md');
writeFileSync(page, withCatalogue(readFileSync(page, 'utf8')));
