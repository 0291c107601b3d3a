import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonSchemas } from '../core/config/json-schemas';

// npm run config:schemas
for (const [name, text] of jsonSchemas()) writeFileSync(join(__dirname, '..', 'config', name), text);
