import '@cloudscape-design/global-styles/index.css';
import Button from '@cloudscape-design/components/button';
import { createRoot } from 'react-dom/client';

const place = document.getElementById('console');
if (place !== null) createRoot(place).render(<Button>x</Button>);
