import '@cloudscape-design/global-styles/index.css';
import './console.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { HashRouter } from 'react-router-dom';
import { isReport } from './data/report';
import { App } from './shell/app';

/** Changes arrive as events; what is older than this is queried again when the page gets the focus. */
const staleAfter = 10_000;

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: isReport ? Number.POSITIVE_INFINITY : staleAfter,
      networkMode: 'always',
      retry: false,
    },
  },
});

const place = document.getElementById('console');
if (place !== null)
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <HashRouter>
          <App />
        </HashRouter>
      </QueryClientProvider>
    </StrictMode>,
  );
