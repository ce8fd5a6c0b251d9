import './theme/layers.css';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import 'virtual:tokens.css';
import './theme/fonts.css';
import './theme/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { shareNonce } from './app/nonce';
import { Providers } from './app/Providers';
import { createQueries } from './app/queries';
import { createRouter } from './app/routes';
import { language } from './text/language';

shareNonce();
document.documentElement.lang = language;

const root = document.getElementById('root');
if (root === null) throw new Error('The shell has no #root.');

createRoot(root).render(
  <StrictMode>
    <Providers queries={createQueries()}>
      <RouterProvider router={createRouter()} />
    </Providers>
  </StrictMode>,
);
