import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { theme, variables } from '@/theme/theme';
import { styleNonce } from './nonce';

const schemes = localStorageColorSchemeManager({ key: 'toolwright-color-scheme' });

/** Theme, colour scheme, toasts and the cache of what the server said. */
export function Providers({ queries, children }: { queries: QueryClient; children: ReactNode }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} colorSchemeManager={schemes} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" autoClose={5000} pauseResetOnHover="notification" />
        {children}
      </QueryClientProvider>
    </MantineProvider>
  );
}
