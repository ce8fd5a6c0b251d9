import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

// Most tests need no browser; those that draw say `@vitest-environment happy-dom` in their first line.
if (typeof window !== 'undefined') {
  afterEach(cleanup);
  // happy-dom has no media queries; Mantine asks for them when it mounts.
  Object.defineProperty(window, 'matchMedia', {
    writable: true,
    value: (media: string) => ({ matches: false, media, addEventListener: () => undefined, removeEventListener: () => undefined }),
  });
}
